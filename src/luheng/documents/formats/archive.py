"""Office files are zip archives: opened in memory, within limits, and never unpacked to disk."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from luheng.documents.formats.limits import Limits
from luheng.vocabulary.messages import LuhengError

_MEGABYTE = 1_000_000
_SMALL = 4 * _MEGABYTE  # a member below this size is harmless however well it is packed


class Archive:
    """The members of an office file. Raises LuhengError for a damaged or overblown one."""

    def __init__(self, file: str, data: bytes, limits: Limits) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise LuhengError("archive_damaged", file=file) from error
        _check(file, members, limits)
        self._names = {member.filename.replace("\\", "/"): member for member in members}
        self.names = list(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """A member's content. Raises LuhengError if it is missing or damaged."""
        member = self._names.get(name)
        if member is None:
            raise LuhengError("archive_damaged", file=self.file)
        try:
            with self._zip.open(member) as stream:
                content = stream.read(member.file_size + 1)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError) as error:
            raise LuhengError("archive_damaged", file=self.file) from error
        except Exception as error:  # the decompressors raise their own kinds, zlib.error first
            raise LuhengError("archive_damaged", file=self.file) from error
        if len(content) > member.file_size:
            raise LuhengError("archive_damaged", file=self.file)
        return content

    def tree(self, name: str) -> etree._Element:
        """A member as an XML tree. Raises LuhengError for entities and for broken XML."""
        return safe_tree(self.file, self.read(name))


def _check(file: str, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise LuhengError("encrypted", file=file)
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.max_unpacked_mb * _MEGABYTE or len(members) > 20_000:
        raise LuhengError("unpacks_too_large", file=file, limit=limits.max_unpacked_mb)
    for member in members:
        packed = max(1, member.compress_size)
        if member.file_size > _SMALL and member.file_size > limits.max_unpack_ratio * packed:
            raise LuhengError("unpacks_too_large", file=file, limit=limits.max_unpacked_mb)


def safe_tree(file: str, data: bytes) -> etree._Element:
    """XML without entities, network or a document type. Raises LuhengError for anything else."""
    head = data[:4096].replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise LuhengError("xml_entities", file=file)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LuhengError("archive_damaged", file=file) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise LuhengError("xml_entities", file=file)
    return root


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace: strict and loose Word differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str = "val") -> str:
    """An attribute by its name without namespace; empty if there is none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((part for part in element if local_name(part) == name), None)
    return element
