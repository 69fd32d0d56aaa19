"""A report as a Word file: each piece with a formula stands in a content control that carries its mark.

A file's list of formulas goes with it as a custom XML part, signed by the city. The same report gives
the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.dossiers.manifest import as_json
from luheng.workplace.period_reports.charts import chart_part, drawing_xml, relate
from luheng.workplace.period_reports.placeholders import check_template
from luheng.workplace.period_reports.source_map import attach
from luheng.workplace.period_reports.walking import BOOKMARK, MARK, Walked, walk
from luheng.workplace.period_reports.word_templates import built_in
from luheng.workplace.period_reports.words import Series, Traced, text_of
from luheng.workplace.period_reports.writing import Written, charts_of, pieces_of
from luheng.workplace.reports.cited import spans
from luheng.workplace.reports.word import fill_contents
from luheng.workplace.reports.word_template import REFERENCE

_STAMP = (1980, 1, 1, 0, 0, 0)
_FEW_ROWS = 9  # of a table that is not broken over two pages
_FIRST_BOOKMARK = 100_000  # beyond those that a template may have


@dataclass(frozen=True)
class _Runs:
    """Text of Word that goes into the template as it is."""

    xml: str

    def __html__(self) -> str:
        return self.xml

    __str__ = __html__

    def __bool__(self) -> bool:
        return bool(self.xml)


def word_of(
    written: Written,
    about: Mapping[str, Any],
    key: Ed25519PrivateKey,
    template: bytes | None = None,
    name: str = "",
) -> bytes:
    """The report as a .docx file; `about` says in its list of formulas which report it is.

    Raises what `check_template` raises for a city's own template called `name`.
    """
    if template is not None:
        check_template(template, written.kind, name)
    language = written.asked.language
    filled = DocxTemplate(io.BytesIO(template or built_in(written.kind, language)))
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    charts = charts_of(written)
    try:
        filled.render(_values(written, charts), environment, autoescape=True)
    except (TemplateError, KeyError, ValueError) as error:
        raise LuhengError("report_template_wrong", file=name or "-", problem=error) from error
    document = filled.docx
    _number_controls(document)
    _draw(document, charts)
    _keep_rows_together(document)
    fill_contents(document, numbered=True)
    properties = document.core_properties
    properties.title, properties.author = (
        text_of(written.front["title"]),
        text_of(written.front["city"]),
    )
    properties.subject, properties.comments = f"snapshot {about.get('snapshot', '')[:12]}", ""
    attach(document, _list_of(written, about, walk(document)), key)
    file = io.BytesIO()
    document.save(file)
    return _same_bytes(file.getvalue())


def _values(written: Written, charts: Mapping[str, Series]) -> dict[str, Any]:
    sections = {key: _shown(value, key) for key, value in written.sections.items()}
    front = {key: _shown(value, key) for key, value in written.front.items()}
    return {**front, **sections, "sources": _shown(written.sources, "sources")}


def _shown(value: Any, path: str) -> Any:
    if isinstance(value, Series):
        return _Runs(f"<w:r><w:t>{_chart_mark(path)}</w:t></w:r>")
    if isinstance(value, tuple):
        return _Runs("".join(map(_piece, value)))
    if isinstance(value, Mapping):
        return SimpleNamespace(**{key: _shown(one, f"{path}.{key}") for key, one in value.items()})
    if isinstance(value, list):
        return [_shown(one, path) for one in value]
    return value


def _piece(piece: str | Traced) -> str:
    if isinstance(piece, str):
        return _run(piece)
    refs = f'<w:r><w:rPr><w:rStyle w:val="{REFERENCE}"/></w:rPr>{_said(spans(piece.refs))}</w:r>' if piece.refs else ""  # fmt: skip
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{MARK}{piece.mark}"/><w:id w:val="0"/></w:sdtPr>'
        f'<w:sdtContent><w:bookmarkStart w:id="0" w:name="{BOOKMARK}{piece.mark}"/>{_run(piece.text)}{refs}'
        '<w:bookmarkEnd w:id="0"/></w:sdtContent></w:sdt>'
    )


def _run(text: str) -> str:
    return f"<w:r>{_said(text)}</w:r>"


def _said(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def _chart_mark(path: str) -> str:
    return f"⟦{path}⟧"


def _number_controls(document: Any) -> None:
    """Word wants every control and bookmark to have a number of its own.

    The bookmark inside says the same as the control around it, for programs that drop the control's tag.
    """
    parts = [document.element.body]
    parts += [part.element for part in document.part.package.iter_parts()
              if part.partname.rpartition("/")[2].startswith(("header", "footer"))]  # fmt: skip
    number = 0
    for part in parts:
        for control in part.iter(qn("w:sdt")):
            identity = control.find(f"{qn('w:sdtPr')}/{qn('w:id')}")
            if identity is not None:
                number += 1
                identity.set(qn("w:val"), str(number))
                for end in ("w:bookmarkStart", "w:bookmarkEnd"):
                    for one in control.iter(qn(end)):
                        one.set(qn("w:id"), str(_FIRST_BOOKMARK + number))
                        if name := one.get(qn("w:name")):
                            one.set(qn("w:name"), f"{name}_{number}")


def _draw(document: Any, charts: Mapping[str, Series]) -> None:
    marks = {_chart_mark(path): series for path, series in charts.items()}
    found = [run for run in document.element.body.iter(qn("w:r")) if _mark_of(run) in marks]
    for number, run in enumerate(found, 1):
        series = marks[_mark_of(run)]
        part = chart_part(series, number, document.part.package)
        relation = relate(document.part, part)
        run.getparent().replace(run, parse_xml(drawing_xml(series, relation, number)))


def _keep_rows_together(document: Any) -> None:
    """A table of a few rows stands on one page; of a longer one the head with its first two rows."""
    for table in document.tables:
        rows = table._tbl.tr_lst
        few = len(rows) <= _FEW_ROWS
        for row in rows if few else rows[:3]:
            for paragraph in row.iter(qn("w:p")):
                paragraph.get_or_add_pPr().keepNext_val = True


def _mark_of(run: Any) -> str:
    return "".join(one.text or "" for one in run.findall(qn("w:t")))


def _same_bytes(content: bytes) -> bytes:
    """The archive with no time of its making in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:  # fmt: skip
        for info in made.infolist():
            entry = zipfile.ZipInfo(info.filename, _STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            kept.writestr(entry, made.read(info))
    return out.getvalue()


def _list_of(written: Written, about: Mapping[str, Any], walked: list[Walked]) -> bytes:
    """The list of a report that was just made, as it is signed."""
    pieces = {
        mark: {
            "formula": piece.formula,
            "showing": piece.showing,
            "text": piece.text,
            "refs": spans(piece.refs),
        }
        for mark, piece in pieces_of(written).items()
    }
    said = {
        "about": dict(about),
        "pieces": pieces,
        "order": [token.mark for one in walked for token in one.tokens if token.mark],
        "skeletons": sorted({one.skeleton for one in walked if one.skeleton.strip()}),
        "charts": [
            {
                "title": text_of(one.title),
                "names": [text_of(name) for name in one.names],
                "values": [value.text for value in one.values],
                "marks": [value.mark for value in one.values],
            }
            for one in charts_of(written).values()
        ],
    }
    return as_json(said)
