"""Bars as a chart that Word draws itself: its numbers stand in the file, so they can be verified."""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from luheng.workplace.period_reports.words import Series, text_of
from luheng.workplace.reports.word_template import BODY_FACE

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_COLOUR = "2563A8"
_WIDTH_EMU, _ROW_EMU, _FRAME_EMU = 140 * 36_000, 9 * 36_000, 22 * 36_000
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def chart_part(series: Series, number: int, package: object) -> Part:
    """The chart as a part of a Word file."""
    uri = PackURI(f"/word/charts/chart{number}.xml")
    return Part(uri, _TYPE, chart_xml(series).encode(), package)  # type: ignore[arg-type]


def relate(document_part: Part, chart: Part) -> str:
    """The name by which the document refers to the chart."""
    return document_part.relate_to(chart, RT.CHART)


def chart_xml(series: Series) -> str:
    """Bars lying on their side, longest names readable, each with its number at its end."""
    names, values = [text_of(one) for one in series.names], [one.text for one in series.values]
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(name)}</c:v></c:pt>' for at, name in enumerate(names)
    )
    numbers = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(value)}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value[:1].isdigit() or value[:1] == "-"
    )
    count = f'<c:ptCount val="{len(names)}"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NAMESPACES}>'
        '<c:roundedCorners val="0"/><c:chart>'
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>{_face(1100, 'defRPr')}</a:pPr><a:r>{_face(1100, 'rPr')}"
        f"<a:t>{escape(text_of(series.title))}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>"
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>'
        '<c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_COLOUR}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls>{_text(900)}<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$1</c:f><c:strCache>{count}{points}</c:strCache></c:strRef></c:cat>"
        f'<c:val><c:numRef><c:f>Sheet1!$B$1</c:f><c:numCache><c:formatCode>General</c:formatCode>{count}{numbers}'
        '</c:numCache></c:numRef></c:val></c:ser><c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{_text(900)}<c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="t"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        '<c:crossAx val="1"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "</c:chartSpace>"
    )  # fmt: skip


def _face(size: int, tag: str) -> str:
    return (
        f'<a:{tag} lang="zh-CN" sz="{size}" b="0"><a:latin typeface="Times New Roman"/>'
        f'<a:ea typeface="{BODY_FACE}"/></a:{tag}>'
    )


def _text(size: int) -> str:
    return f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_face(size, 'defRPr')}</a:pPr></a:p></c:txPr>"


def drawing_xml(series: Series, relation: str, number: int) -> str:
    """The run that shows the chart where it stands in the text."""
    height = _FRAME_EMU + _ROW_EMU * len(series.names)
    title = escape(text_of(series.title), {'"': "&quot;"})
    return (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'{_NAMESPACES}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_WIDTH_EMU}" cy="{height}"/><wp:docPr id="{9000 + number}" name="chart {number}" descr="{title}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )  # fmt: skip
