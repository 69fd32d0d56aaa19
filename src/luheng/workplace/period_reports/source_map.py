"""The list of formulas that a Word file carries: what each marked piece is, signed by the city.

Knows no Django: a file is verified where no city is.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from luheng.workplace.dossiers.signing import signature_file, signer

_NAMESPACE = "urn:luheng:report:1"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True)
class SourceMap:
    """The list as it stands in a file; `signed_by` None where the signature is broken."""

    about: Mapping[str, Any]
    pieces: Mapping[str, Mapping[str, Any]]  # mark → formula, showing, text, refs
    order: list[str]  # marks as they came in the file that was made
    skeletons: frozenset[str]  # words of the template, a box for each piece
    charts: list[Mapping[str, Any]]  # names, values, marks
    signed_by: Ed25519PublicKey | None


def attach(document: Any, payload: bytes, key: Ed25519PrivateKey) -> None:
    """Puts the list into the file as a custom XML part."""
    root = etree.Element(f"{{{_NAMESPACE}}}report", nsmap={None: _NAMESPACE})  # type: ignore[dict-item]
    for name, content in (("formulas", payload), ("signature", signature_file(payload, key))):
        entry = etree.SubElement(root, f"{{{_NAMESPACE}}}{name}")
        entry.text = base64.b64encode(content).decode()
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    uri = PackURI("/customXml/item9.xml")
    part = Part(uri, "application/xml", blob, document.part.package)
    document.part.relate_to(part, RT.CUSTOM_XML)


def read_map(document: Any) -> SourceMap | None:
    """The list in a file; None where there is none that can be read."""
    for part in document.part.package.iter_parts():
        if not part.partname.startswith("/customXml/") or _NAMESPACE.encode() not in part.blob:
            continue
        try:
            root = etree.fromstring(part.blob, _PARSER)
            payload, signature = (
                base64.b64decode(root.findtext(f"{{{_NAMESPACE}}}{name}") or "", validate=True)
                for name in ("formulas", "signature")
            )
            return _understood(json.loads(payload), signer(signature, payload))
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            etree.XMLSyntaxError,
            RecursionError,
        ):
            continue
    return None


def _understood(said: Mapping[str, Any], signed_by: Ed25519PublicKey | None) -> SourceMap:
    return SourceMap(
        about=said["about"],
        pieces=said["pieces"],
        order=said["order"],
        skeletons=frozenset(said["skeletons"]),
        charts=said["charts"],
        signed_by=signed_by,
    )
