"""What the paragraph styles of a Word file are called and which list they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from luheng.documents.formats.archive import attribute, child, local_name


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; `list_id` and `depth` are empty where it numbers nothing."""

    name: str = ""
    list_id: str = ""
    depth: str = ""
    based_on: str = ""


class Styles:
    """The paragraph styles of a file by their id."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        for part in styles if styles is not None else ():
            if local_name(part) != "style" or attribute(part, "type") not in ("paragraph", ""):
                continue
            numbering = child(part, "pPr", "numPr")
            self._styles[attribute(part, "styleId")] = Style(
                _name(attribute(child(part, "name"))),
                attribute(child(numbering, "numId")),
                attribute(child(numbering, "ilvl")),
                attribute(child(part, "basedOn")),
            )

    def name(self, style_id: str) -> str:
        """`Heading 1`, `Title` …; empty for the plain style of body text."""
        name = self._styles.get(style_id, Style(style_id)).name
        return "" if name in ("Normal", "normal", "正文") else name

    def numbering(self, style_id: str) -> tuple[str, str]:
        """The list and level that a style or one it is based on gives its paragraphs."""
        for _ in range(12):
            style = self._styles.get(style_id)
            if style is None:
                break
            if style.list_id:
                return style.list_id, style.depth
            style_id = style.based_on
        return "", ""


def _name(name: str) -> str:
    """Heading styles by their English name, however a localised Word wrote it."""
    for prefix in ("heading ", "标题 ", "標題 "):
        if name.lower().startswith(prefix) and name[len(prefix) :].isdigit():
            return f"Heading {name[len(prefix) :]}"
    return {"标题": "Title", "標題": "Title"}.get(name, name)
