"""One page for every register: filters above, rows below, the whole view in the address."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString

from luheng.vocabulary.units_of_measure import unit_behind
from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import current_language, say
from luheng.workplace.lights import light_of_code
from luheng.workplace.pages.doors import PageRequest, View, page
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers import REGISTERS, Column, Query, Register, Row
from luheng.workplace.supervision.deadlines import lamp_of
from luheng.workplace.wording import legible

_LONG = {"text", "content", "quote", "reason", "text_zh", "remedy_zh", "state_note", "note"}
_WHOLE = {"date": ' class="whole"', "moment": ' class="whole"'}  # never broken over two lines
_SHORT = 16  # letters of a number that stands in one line
_REVIEW_TAGS = {"accepted": "green", "corrected": "blue", "rejected": ""}


@dataclass(frozen=True)
class Filter:
    """A filter above the table with what is chosen now."""

    column: Column
    options: list[tuple[str, str]]
    chosen: str

    @property
    def said(self) -> str:
        """The label of what is chosen."""
        return dict(self.options).get(self.chosen, self.chosen)

    @property
    def html(self) -> SafeString:
        """The options as a page has them; a filter by unit may have hundreds."""
        said = [
            f'<option value="{escape(value)}"{" selected" if value == self.chosen else ""}>'
            f"{escape(label if len(label) <= 28 else label[:27] + '…')}</option>"
            for value, label in self.options
        ]
        return SafeString("".join(said))


@dataclass(frozen=True)
class Heading:
    """A column's head: where a click on it leads, and how it is sorted now."""

    column: Column
    address: str
    sorted: str  # ascending, descending or empty


def list_page(key: str, template: str = "luheng/register.html") -> View:
    """The view of a register's list."""

    @page(REGISTERS[key].reads)
    def view(request: PageRequest) -> HttpResponse:
        context = list_context(request, REGISTERS[key])
        response = list_answer(request, template, context)
        if "columns" in request.GET:
            response.set_cookie(f"columns_{key}", request.GET["columns"], max_age=31_536_000, samesite="Lax")  # fmt: skip
        return response

    return view


def list_answer(request: PageRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a list; its rows alone where a filter on the page asked for them."""
    part = request.htmx and not request.htmx.boosted
    return HttpResponse(context["rows"]) if part else render(request, template, context)


def list_context(request: PageRequest, register: Register) -> dict[str, Any]:
    """What the list template needs: four queries at most, however many rows."""
    query = register.query(_parameters(request, register), request.user)
    parts = _kept_parts if query.worth_keeping else _parts
    return {
        **parts(register, query),
        "register": register,
        "view": query.address(page=1),
        "exports": register.key in REGISTERS,
        "shareable": _shareable(request, register, query),
        "may_import": register.save is not None and may(request.user, Act.IMPORT_ROWS),
    }


def _shareable(request: PageRequest, register: Register, query: Query) -> str:
    """The view as a shared link keeps it; empty where it is not to be shared."""
    shares = register.reads is Act.READ and register.key in REGISTERS
    return (
        f"{register.key}?{query.address(page=1)}" if shares and may(request.user, Act.SHARE) else ""
    )


def _parts(register: Register, query: Query) -> dict[str, Any]:
    """The filters and the rows of a view, the same for every reader."""
    columns = register.shown(query)
    shown = register.page(query, _with_companions(register, columns))
    filters = _filters(register, query, columns)
    return {
        "filters": render_to_string("luheng/parts/filters.html", {
            "query": query,
            "filters": filters,
            "narrowed": bool(query.filters or query.search),
            "choosable": [(column, column in columns) for column in register.columns],
        }),
        "rows": render_to_string("luheng/parts/rows.html", {
            "register": register,
            "query": query,
            "page": shown,
            "headings": [_heading(query, column) for column in columns],
            "rows": _rows_html(register, columns, shown.rows),
            "previous": query.address(page=query.page - 1) if query.page > 1 else "",
            "next": query.address(page=query.page + 1) if query.page < shown.pages else "",
        }),
        "pages": shown.pages,
        "total": shown.total,
        "narrowed_to": _narrowed_to(query, filters),
    }  # fmt: skip


_kept_parts = kept_until_written(_parts)


def _narrowed_to(query: Query, filters: list[Filter]) -> str:
    """What a printed list says of its search and filters."""
    colon = say("：", ": ")
    search = [f"{say('搜索', 'search')}{colon}{query.search}"] if query.search else []
    chosen = [f"{one.column.label}{colon}{one.said}" for one in filters if one.chosen]
    return " ".join(search + chosen)


def _parameters(request: PageRequest, register: Register) -> dict[str, list[str]]:
    """The words of the address; columns as chosen last time where it names none."""
    asked = dict(request.GET.lists())
    if chosen := request.GET.getlist("column"):
        asked["columns"] = [",".join(chosen)]
        asked.pop("column", None)
    remembered = request.COOKIES.get(f"columns_{register.key}", "")
    if "columns" not in asked and remembered:
        asked["columns"] = [remembered]
    return asked


def _with_companions(register: Register, columns: list[Column]) -> list[Column]:
    """The columns and those that hold their units."""
    needed = {column.unit_column for column in columns if column.unit_column}
    return [c for c in register.columns if c in columns or c.key in needed or c.key == "provisional"]  # fmt: skip


def _heading(query: Query, column: Column) -> Heading:
    first = query.sort[0] if query.sort else ""
    way = {column.key: "ascending", f"-{column.key}": "descending"}.get(first, "")
    return Heading(column, query.sorted_by(column.key) if column.sortable else "", way)


def _filters(register: Register, query: Query, columns: list[Column]) -> list[Filter]:
    found = []
    for column in register.columns:
        chosen = query.filters.get(column.key, ("",))[0]
        if column.typed:
            found.append(Filter(column, [], chosen))
            continue
        usual = column.filtered_by in ("choice", "unit", "distinct")
        if usual and (column in columns or chosen or column.key in ("document", "chapter_no")):
            options = register.options(column, query)
            if len(options) > 1 or chosen:
                found.append(Filter(column, options, chosen))
    return found


def _places(column: Column, rows: list[Row]) -> int:
    """How many decimals the figures of a column need, so that their points stand in one line."""
    if column.type != "amount":
        return 0
    texts = (_amount_text(column, row) for row in rows)
    return max((len(text.partition(".")[2]) for text in texts), default=0)


def _amount_text(column: Column, row: Row) -> str:
    value = row[column.key]
    return column.text(None if value is None else legible(Decimal(value)))


def _rows_html(register: Register, columns: list[Column], rows: list[Row]) -> list[SafeString]:
    """The rows of the table. Written without a template: a list has hundreds of cells."""
    places = {column.key: _places(column, rows) for column in columns}
    labels = {column.key: str(escape(column.header)) for column in columns}
    return [_row_html(register, columns, row, places, labels) for row in rows]


def _row_html(
    register: Register, columns: list[Column], row: Row, places: dict[str, int], labels: dict[str, str]
) -> SafeString:  # fmt: skip
    shown = [
        _html(column, row, places[column.key], column.unit_column in labels) for column in columns
    ]
    if register.detail and shown:
        named = 1 if columns[0].key in ("no", "severity") and len(shown) > 1 else 0
        shown[named] = _link(register, row, shown[named])
    short = columns[0].key == "no" and len(str(row["no"] or "")) <= _SHORT if shown else False
    head = '<th scope="row" class="whole">' if short else '<th scope="row">'
    cells = [f"{head}{conditional_escape(shown[0])}</th>"] if shown else []
    for column, html in zip(columns[1:], shown[1:], strict=True):
        name = ' class="n"' if column.right_aligned else _WHOLE.get(column.type, "")
        label = f' data-label="{labels[column.key]}"' if html else ""
        cells.append(f"<td{name}{label}>{conditional_escape(html)}</td>")
    return SafeString(f"<tr>{''.join(cells)}</tr>")


def _link(register: Register, row: Row, html: SafeString | str) -> SafeString:
    address = reverse(register.detail, args=[row.id])
    name = html or say("（未命名）", "(unnamed)")
    return format_html('<a class="clip name" href="{}">{}</a>', address, name)


def _html(column: Column, row: Row, places: int, unit_shown: bool) -> SafeString | str:
    value = row[column.key]
    if column.key == "verdict":
        return _light(row)
    if column.lamp and value:
        lamp = lamp_of(value)
        return format_html('<span class="light {}" data-shape="{}">{}</span>', lamp.colour, lamp.shape, lamp.word)  # fmt: skip
    if column.key == "review":
        return format_html('<span class="tag {}">{}</span>', _REVIEW_TAGS.get(value, ""), column.text(value))  # fmt: skip
    if column.type == "amount":
        return _amount(column, row, places, unit_shown)
    text = column.text(value)
    if not text:
        return ""
    if column.key in _LONG or column.type == "units" or len(text) > 40:
        return format_html('<div class="clip" title="{}">{}</div>', text, text)
    return text


def _amount(column: Column, row: Row, places: int, unit_shown: bool) -> SafeString | str:
    text = _amount_text(column, row)
    if not text:
        return ""
    whole, point, part = text.partition(".")
    figure: SafeString | str = whole
    if places:
        width = f"calc({places}ch + .35em)"
        figure = format_html('{}<span class="part" style="width:{}">{}{}</span>', whole, width, point, part)  # fmt: skip
    if column.key == "latest_value":
        door = reverse("explain-verdict", args=[row.id])
        figure = format_html('<button class="door" hx-get="{}" hx-target="#panel">{}</button>', door, figure)  # fmt: skip
    unit = "" if unit_shown else _unit_of(column, row)
    return format_html("{}{}", figure, unit)


def _unit_of(column: Column, row: Row) -> SafeString | str:
    unit = (
        unit_behind(row[column.unit_column] or "", current_language()).strip()
        if column.unit_column
        else ""
    )
    return format_html(' <span class="unit">{}</span>', unit) if unit else ""


def _light(row: Row) -> SafeString | str:
    code = row["verdict"]
    if not code:
        return "—"
    lit = light_of_code(code, timezone.localdate(), row.values.get("year"))
    provisional = say("（初步）", " (provisional)") if row.values.get("provisional") else ""
    return format_html(
        '<span class="light {}" data-shape="{}">{}{}</span>',
        lit.colour, lit.shape, lit.word(current_language()), provisional,
    )  # fmt: skip
