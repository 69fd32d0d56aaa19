"""What a template asks for, checked before anything is filled in: a wrong placeholder is named, with its place."""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from jinja2 import Environment, TemplateSyntaxError, nodes
from lxml.etree import XMLSyntaxError

from luheng.documents.formats.archive import Archive
from luheng.documents.formats.limits import Limits
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.period_reports.layout import Kind, placeholders

_TAG = re.compile(r"\{\{(?P<r>r\s)?(?P<said>.*?)\}\}|\{%(?:p|tr|tc|r)?(?P<does>\s.*?)%\}")
_LONGEST = 40


@dataclass
class _Scope:
    """Which names stand for an entry of which list, from the outermost loop to the innermost."""

    known: Mapping[str, set[str] | None]
    loops: list[tuple[str, str]] = field(default_factory=list)

    def path(self, dotted: str) -> str:
        """The path with names of loops replaced by their lists."""
        first, _, rest = dotted.partition(".")
        for name, path in reversed(self.loops):
            if name == first:
                return f"{path}.{rest}" if rest else path
        return dotted

    def is_known(self, dotted: str) -> bool:
        """Whether there is such a place; a field of an entry only inside its loop."""
        path = self.path(dotted)
        outer, _, last = path.rpartition(".")
        inside = any(outer == one for _, one in self.loops)
        fields = self.known.get(outer)
        return path in self.known or (inside and fields is not None and last in fields)

    def allowed(self) -> list[str]:
        """Every path that may stand here, as it is written."""
        own = [
            f"{name}.{one}" for name, path in self.loops for one in sorted(self.known[path] or ())
        ]
        return [*own, *self.known]


def check_template(content: bytes, kind: Kind, file: str) -> None:
    """Raises `report_template_unreadable`, or naming the paragraph: `report_placeholder_unknown`,
    `report_placeholder_without_r`, `report_placeholder_wrong`, `report_placeholder_open`."""
    scope = _Scope(placeholders(kind))
    for place, text in paragraphs_of(content, file):
        for found in _TAG.finditer(text):
            if found["does"] is not None:
                _check_act(scope, found["does"].strip(), file, place)
            else:
                _check_value(scope, found["said"].strip(), bool(found["r"]), file, place)
    if scope.loops:
        name, path = scope.loops[-1]
        raise LuhengError("report_placeholder_open", file=file, name=f"for {name} in {path}")


Place = Mapping[str, str]  # where a paragraph stands, in words of either language


def paragraphs_of(content: bytes, file: str) -> Iterator[tuple[Place, str]]:
    """Where each paragraph stands and its text: headers and footers first, then the body."""
    try:
        Archive(file, content, Limits.from_environment())  # refuses what unpacks too large
        document = docx.Document(io.BytesIO(content))
    except (
        BadZipFile,
        PackageNotFoundError,
        KeyError,
        ValueError,
        XMLSyntaxError,
        LuhengError,
    ) as error:
        raise LuhengError("report_template_unreadable", file=file) from error
    for part in document.part.package.iter_parts():
        name = part.partname.rpartition("/")[2]
        for start, zh, en in (("header", "页眉", "header"), ("footer", "页脚", "footer")):
            if name.startswith(start):
                for element in part.element.iter(qn("w:p")):
                    yield {"zh": zh, "en": en}, _text(element)
    for number, element in enumerate(document.element.body.iter(qn("w:p")), 1):
        yield {"zh": f"第{number}段", "en": f"paragraph {number}"}, _text(element)


def _text(paragraph: object) -> str:
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))  # type: ignore[attr-defined]


def _check_act(scope: _Scope, act: str, file: str, place: Place) -> None:
    """if, else, endif, for, endfor and nothing else: a template is filled in, never run."""
    word, _, rest = act.partition(" ")
    if word in ("else", "endif"):
        return
    if word == "endfor":
        if not scope.loops:
            raise LuhengError("report_placeholder_wrong", file=file, place=place, said=act)
        scope.loops.pop()
        return
    looped = re.fullmatch(r"(\w+) in ([\w.]+)", rest.strip())
    if word == "for" and looped:
        path = scope.path(looped[2])
        if scope.known.get(path) is None:
            _unknown(scope, looped[2], file, place)
        scope.loops.append((looped[1], path))
    elif word in ("if", "elif") and (said := re.fullmatch(r"(?:not )?([\w.]+)", rest.strip())):
        if not scope.is_known(said[1]):
            _unknown(scope, said[1], file, place)
    else:
        raise LuhengError("report_placeholder_wrong", file=file, place=place, said=act)


def _check_value(scope: _Scope, said: str, with_r: bool, file: str, place: Place) -> None:
    try:
        tree = Environment(autoescape=True).parse(f"{{{{ {said} }}}}")
    except TemplateSyntaxError as error:
        raise LuhengError("report_placeholder_wrong", file=file, place=place, said=said) from error
    output = tree.body[0]
    dotted = _dotted(output.nodes[0]) if isinstance(output, nodes.Output) and len(output.nodes) == 1 else ""  # fmt: skip
    if not dotted:
        raise LuhengError("report_placeholder_wrong", file=file, place=place, said=said)
    if not scope.is_known(dotted):
        _unknown(scope, dotted, file, place)
    if not with_r:
        raise LuhengError("report_placeholder_without_r", file=file, place=place, name=dotted)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        outer = _dotted(node.node)
        return f"{outer}.{node.attr}" if outer else ""
    return ""


def _unknown(scope: _Scope, name: str, file: str, place: Place) -> None:
    near = difflib.get_close_matches(name, scope.allowed(), n=3, cutoff=0.5)
    known = near or list(scope.known)[:_LONGEST]
    raise LuhengError(
        "report_placeholder_unknown", file=file, place=place, name=name, known="、".join(known)
    )
