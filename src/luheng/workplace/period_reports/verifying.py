"""Verifies a report in Word: every number is worked out again, and what cannot be is named with its place.

Without the city: the list of formulas is as it was signed, every marked piece reads as the list says, and no
number stands in the text without a mark. With the city: each formula is worked out again from the frozen
snapshot as well.
"""

from __future__ import annotations

import difflib
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from luheng.documents.formats.archive import Archive
from luheng.documents.formats.limits import Limits
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.dossiers.signing import fingerprint, known_fingerprint
from luheng.workplace.period_reports.source_map import SourceMap, read_map
from luheng.workplace.period_reports.walking import Walked, walk

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_YEAR = r"(?:19|20)\d\d"
_NOT_FIGURES = re.compile(  # dates, standards, document numbers, names with digits, numbers of items
    rf"{_YEAR}\s*年(?:\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?)?|{_YEAR}-\d\d-\d\d|(?<!\d)\d{{1,2}}月\d{{1,2}}日"
    rf"|〔{_YEAR}〕\s*\d+\s*号|[A-Z]{{2,}}(?:/[A-Z]+)?\s?\d+(?:\.\d+)*[-—]{_YEAR}"
    r"|(?<![A-Za-z0-9])[A-Za-z]+\d[A-Za-z\d.]*|^\s*[（(]?\d{1,2}[)）．.、]"
)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?[%‰]?")
_AROUND = 12  # characters of a paragraph that a message quotes


@dataclass
class Verification:
    """What was found: problems that a report must not have, and remarks that a reader should know."""

    problems: list[Message] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)
    about: Mapping[str, Any] = field(default_factory=dict)
    numbers: int = 0  # marked pieces that were compared
    fingerprint: str = ""
    key_compared: bool = False
    recomputed: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def say(self, code: str, **values: Any) -> None:
        """A problem more."""
        self.problems.append(Message(code, values))


Recompute = Callable[[SourceMap, Verification], None]


def verify_word(content: bytes, key: str = "", recompute: Recompute | None = None) -> Verification:
    """What there is to say of a Word file.

    `key` is a fingerprint or a file with the city's public key. `recompute` works the formulas out
    again where the city is at hand. Raises `key_not_understood`.
    """
    found = Verification()
    document = _opened(content, found)
    if document is None:
        return found
    listed = read_map(document)
    if listed is None:
        found.say("report_without_list")
        return found
    found.about = listed.about
    _check_signature(listed, key, found)
    walked = walk(document)
    _check_pieces(listed, walked, found)
    _check_order(listed, walked, found)
    _check_free_text(listed, walked, found)
    _check_charts(listed, document, found)
    _remark_pictures(document, found)
    if recompute is not None:
        recompute(listed, found)
    return found


def _opened(content: bytes, found: Verification) -> Any:
    limits = Limits.from_environment()
    if len(content) > limits.max_file_mb * 2**20:
        found.say("report_unreadable")
        return None
    try:
        Archive("report.docx", content, limits)  # refuses what unpacks too large
        return docx.Document(io.BytesIO(content))
    except (
        BadZipFile,
        PackageNotFoundError,
        KeyError,
        ValueError,
        etree.XMLSyntaxError,
        LuhengError,
    ):
        found.say("report_unreadable")
        return None


def _check_signature(listed: SourceMap, key: str, found: Verification) -> None:
    if listed.signed_by is None:
        found.say("report_list_changed")
        return
    found.fingerprint = fingerprint(listed.signed_by)
    if key:
        found.key_compared = True
        if known_fingerprint(key) != found.fingerprint:
            found.say("report_signed_by_another", fingerprint=found.fingerprint[:16])


def _check_pieces(listed: SourceMap, walked: list[Walked], found: Verification) -> None:
    """Each control reads as the list says, with or without its references."""
    for paragraph in walked:
        for token in paragraph.tokens:
            if not token.mark:
                continue
            found.numbers += 1
            piece = listed.pieces.get(token.mark)
            text = token.text
            if piece is None:
                found.say("report_piece_unknown", **_at(paragraph), found=text)
            elif text not in (piece["text"], piece["text"] + piece["refs"]):
                found.say(
                    "report_piece_differs", **_at(paragraph), found=text, expected=piece["text"]
                )


def _check_order(listed: SourceMap, walked: list[Walked], found: Verification) -> None:
    """A piece that was moved or copied says something else where it now stands."""
    here = [(token, one) for one in walked for token in one.tokens if token.mark in listed.pieces]
    marks = [token.mark for token, _ in here]
    if marks == listed.order:
        return
    matcher = difflib.SequenceMatcher(a=listed.order, b=marks, autojunk=False)
    for act, start, end, first, last in matcher.get_opcodes():
        if act in ("insert", "replace"):
            for token, paragraph in here[first:last]:
                found.say("report_piece_moved", **_at(paragraph), found=token.text)
        if act in ("delete", "replace"):
            gone = [listed.pieces[mark]["text"] for mark in listed.order[start:end]]
            text = "、".join(gone[:5]) + ("…" if len(gone) > 5 else "")
            found.remarks.append(Message("report_pieces_gone", {"n": len(gone), "found": text}))


def _check_free_text(listed: SourceMap, walked: list[Walked], found: Verification) -> None:
    """A number outside every control has no source, unless the template itself has it there."""
    changed = 0
    for paragraph in walked:
        if paragraph.skeleton in listed.skeletons or not paragraph.skeleton.strip():
            continue
        changed += any(token.mark for token in paragraph.tokens)
        for number in _figures(paragraph):
            found.say("report_number_without_source", **_at(paragraph), found=number,
                      text=_quoted(paragraph, number))  # fmt: skip
    if changed:
        found.remarks.append(Message("report_words_changed", {"n": changed}))


def _figures(paragraph: Walked) -> Iterator[str]:
    text = unicodedata.normalize("NFKC", paragraph.skeleton)
    if paragraph.contents:  # the page number at the end of a line of the contents
        text = re.sub(r"\t?\s*\d+\s*$", "", text)
    for match in _FIGURE.finditer(_NOT_FIGURES.sub(" ", text)):
        yield match.group()


def _quoted(paragraph: Walked, number: str) -> str:
    text = unicodedata.normalize("NFKC", "".join(one.text for one in paragraph.tokens))
    at = max(text.find(number), 0)
    return text[max(at - _AROUND, 0) : at + len(number) + _AROUND]


def _at(paragraph: Walked) -> dict[str, Any]:
    return {"place": {"zh": paragraph.place_zh, "en": paragraph.place_en}}


# Charts and pictures


def _check_charts(listed: SourceMap, document: Any, found: Verification) -> None:
    known = {tuple(one["names"]): one for one in listed.charts}
    for part in document.part.package.iter_parts():
        if not part.partname.startswith("/word/charts/chart"):
            continue
        title, names, values = _chart(part.blob)
        chart = known.get(tuple(names)) or next((one for one in listed.charts if one["title"] == title), None)  # fmt: skip
        if chart is None:
            found.say("report_chart_unknown", title=title or part.partname)
            continue
        expected = dict(zip(chart["names"], chart["values"], strict=True))
        for name, value in zip(names, values, strict=False):
            found.numbers += 1
            if expected.get(name, "—") != value and not (expected.get(name) == "—" and not value):
                found.say("report_chart_differs", title=title, name=name, found=value,
                          expected=expected.get(name, "—"))  # fmt: skip


def _chart(blob: bytes) -> tuple[str, list[str], list[str]]:
    root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    title = "".join(one.text or "" for one in root.iterfind(f".//{_C}title//{_A}t"))
    names = _points(root, "cat")
    values = _points(root, "val")
    count = max([*names, *values], default=-1) + 1
    return (
        title,
        [names.get(at, "") for at in range(count)],
        [values.get(at, "—") for at in range(count)],
    )


def _points(root: Any, axis: str) -> dict[int, str]:
    points = root.iterfind(f".//{_C}ser/{_C}{axis}//{_C}pt")
    return {int(one.get("idx")): one.findtext(f"{_C}v") or "" for one in points}


def _remark_pictures(document: Any, found: Verification) -> None:
    parts = [part.partname for part in document.part.package.iter_parts()]
    shown = [one for one in parts if one.startswith(("/word/media/", "/word/embeddings/"))]
    if shown:
        found.remarks.append(Message("report_pictures", {"n": len(shown)}))
