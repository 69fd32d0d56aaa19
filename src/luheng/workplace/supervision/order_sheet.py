"""An order on paper: what it says, as Word that can be edited and as PDF to hand round."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.utils import timezone, translation
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.models import OrderState, SupervisionOrder
from luheng.workplace.reports.report import INVENTED
from luheng.workplace.reports.word_template import official_sheet
from luheng.workplace.supervision.lifecycle import ORDERS
from luheng.workplace.wording import plain_amount

OWN_TEMPLATE = Path("templates") / "order.docx"
STEP_HEADS = ("日期", "办理", "办理人", "说明")
_TYPST = Path(__file__).with_name("order.typ")


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper, in its order."""

    header: str
    title: str
    number: str
    subject: str
    rows: list[dict[str, str]]  # label, text
    steps: list[dict[str, str]]  # at, who, what, note
    signed: str  # who issues it
    day: str


def sheet_of(order: SupervisionOrder, city: City) -> Sheet:
    """The paper of an order, in Chinese as official papers are, from what it quoted that day."""
    rows = [(label, text) for label, text in _rows(order) if text]
    day = order.issued_on or timezone.localtime(order.state_since).date()
    return Sheet(
        header=INVENTED if city.invented else city.name,
        title=f"{city.name}绿色低碳循环发展督办单",
        number=order.numbered or "（拟稿，未下达）",
        subject=order.title,
        rows=[{"label": label, "text": text} for label, text in rows],
        steps=_steps(order),
        signed=f"{city.name}绿色低碳循环发展工作牵头办公室",
        day=_day(day),
    )


def make_sheet(order: SupervisionOrder, form: str, city: City) -> bytes:
    """The order as a file. Raises `order_form_unknown`, `report_template_wrong`."""
    if form not in FORMS:
        raise LuhengError("order_form_unknown", form=form)
    return FORMS[form](sheet_of(order, city), city)


def _rows(order: SupervisionOrder) -> list[tuple[str, str]]:
    frozen = order.frozen
    others = "、".join(str(unit) for unit in order.others.all())
    source = f"{order.source} {order.finding_no}".strip()
    document = frozen.get("document") or {}
    clause = f"《{document['title']}》{frozen.get('clause', '')}" if document else source
    return [
        ("责任单位", str(order.unit or "")),
        ("其他责任单位", others),
        ("督办事由", _zh(order.get_rule_display)),
        ("依据", clause),
        ("依据原文", f"“{order.quote}”" if order.quote else ""),
        ("目标要求", _demand(frozen)),
        ("判定情况", _verdict(frozen.get("verdict"))),
        ("督办要求", order.requirement),
        ("整改期限", _day(order.rectify_by)),
        ("升级", _zh(order.get_escalation_display) if order.escalation else ""),
        ("前次督办", str(order.earlier) if order.earlier else ""),
    ]


def _demand(frozen: dict[str, Any]) -> str:
    if not frozen.get("demand_zh"):
        return f"完成时限 {frozen['due']}" if frozen.get("due") else ""
    year = f"{frozen['year']}年" if frozen.get("year") else ""
    return f"{year}{frozen['indicator']}{frozen['demand_zh']}"


def _verdict(verdict: dict[str, Any] | None) -> str:
    if not verdict:
        return ""
    figure = ""
    if verdict["latest_value"] is not None:
        value = plain_amount(verdict["latest_value"])
        figure = f"最新值 {value}{verdict['latest_unit']}（{verdict['latest_period']}）。"
    return f"{verdict['reason_zh'].rstrip('。')}。{figure}判定日 {verdict['as_of']}。"


def _steps(order: SupervisionOrder) -> list[dict[str, str]]:
    """The moves so far, but for the draft itself."""
    taken = order.steps.exclude(move="begin").select_related("by", "unit", "document")
    return [
        {
            "at": f"{timezone.localtime(step.at):%Y-%m-%d}",
            "who": f"{step.unit or ''} {step.by or '系统规则'}".strip(),
            "what": _zh(partial(ORDERS.step_label, step.move)),
            "note": step.note + (f"（{step.document.title}）" if step.document else "") or "—",
        }
        for step in taken
    ]


def _zh(display: Callable[[], Any]) -> str:
    with translation.override("zh-hans"):
        return str(display())


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


# Word


def default_order_template() -> bytes:
    """The template as a .docx file; a city may keep its own as templates/order.docx."""
    document = official_sheet()
    document.add_paragraph("{{ title }}", style="Title")
    number = document.add_paragraph("{{ number }}", style="Normal")
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number.paragraph_format.first_line_indent = 0
    document.add_paragraph("", style="Table Gap")
    subject = document.add_paragraph(style="Normal")
    subject.add_run("督办事项：{{ subject }}")
    subject.paragraph_format.space_after = Pt(6)
    _looped_table(document, "rows", (("{{ row.label }}", 34), ("{{ row.text }}", 122)))
    document.add_paragraph("", style="Table Gap")
    for text in ("{{ signed }}", "{{ day }}"):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("{%p if steps %}")
    document.add_paragraph("办理记录", style="Heading 1")
    cells = (("{{ row.at }}", 26), ("{{ row.what }}", 24), ("{{ row.who }}", 54), ("{{ row.note }}", 52))  # fmt: skip
    _looped_table(document, "steps", cells, heads=STEP_HEADS)
    document.add_paragraph("{%p endif %}")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _looped_table(
    document: Any, rows: str, cells: tuple[tuple[str, float], ...], heads: tuple[str, ...] = ()
) -> None:
    """A row for each of `rows`, under heads where there are any."""
    top = 1 if heads else 0
    table = document.add_table(3 + top, len(cells), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    table.cell(top, 0).text = f"{{%tr for row in {rows} %}}"
    table.cell(top + 2, 0).text = "{%tr endfor %}"
    for at, (text, width_mm) in enumerate(cells):
        table.columns[at].width = Mm(width_mm)
        for row in table.rows:
            row.cells[at].width = Mm(width_mm)
        if heads:
            _write(table.cell(0, at), heads[at], document.styles["Table Head"])
        named = "Table Head" if at == 0 and not heads else "Table Text"
        _write(table.cell(top + 1, at), text, document.styles[named])


def _write(cell: Any, text: str, style: Any) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text).font.size = Pt(12)
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.space_before, shape.space_after = Pt(18), Pt(2), Pt(2)


def _word(sheet: Sheet, city: City) -> bytes:
    own = city.folder / OWN_TEMPLATE
    template = own if own.is_file() else None
    try:
        filled = DocxTemplate(template or io.BytesIO(default_order_template()))
        filled.render(asdict(sheet), autoescape=True)
    except (TemplateError, BadZipFile, OSError, KeyError, ValueError) as error:
        raise LuhengError("report_template_wrong", file=template or "-", problem=error) from error
    about = filled.docx.core_properties
    about.title, about.author, about.comments = f"{sheet.number} {sheet.subject}", city.name, ""
    file = io.BytesIO()
    filled.docx.save(file)
    return file.getvalue()


# PDF


def _pdf(sheet: Sheet, city: City) -> bytes:
    import pylopdf_fonts_zh_cn as fonts
    import typst

    made: bytes = typst.compile(  # type: ignore[misc]  # its stub leaves Input open without an output
        _TYPST,
        font_paths=[str(fonts.sans_path().parent)],
        ignore_system_fonts=True,
        sys_inputs={
            "sheet": json.dumps({**asdict(sheet), "heads": STEP_HEADS}, ensure_ascii=False)
        },
        timestamp=int(datetime.combine(date(2000, 1, 1), time(), UTC).timestamp()),
    )
    return made


FORMS: dict[str, Callable[[Sheet, City], bytes]] = {"docx": _word, "pdf": _pdf}


def file_name(order: SupervisionOrder, form: str) -> str:
    """督办〔2026〕3号.docx"""
    draft = "" if order.state != OrderState.DRAFTED else "-拟稿"
    return f"{order.numbered or f'督办单{order.pk}'}{draft}.{form}"
