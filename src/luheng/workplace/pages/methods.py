"""Official methods at work: a form from the method's own inputs, the calculation written out, results kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from luheng.methods import Method, find_packs, standards
from luheng.methods.exports import export_named, exports_of, tables_of_record
from luheng.methods.packs import indicators_given
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_export
from luheng.workplace.computed.fields import Field, fields_of, inputs_from, method_of, named
from luheng.workplace.computed.results import (
    Asked,
    compute,
    given_again,
    keep,
    moved,
    movements,
    restated,
    spread,
)
from luheng.workplace.computed.sheets import keep_rows, rows_of, template_of
from luheng.workplace.computed.tables import interval_line, line_of, tables_of
from luheng.workplace.language import current_language, say
from luheng.workplace.models import Computed
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.sheets import attached
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers.computed import MARK_LABELS


@page()
def method_list(request: PageRequest) -> HttpResponse:
    """Every method by pack: what it gives, by which clause."""
    house, packs = standards(whole=True), find_packs()
    words = request.GET.get("q", "").lower().split()
    found = [
        one for one in house.all()
        if all(word in f"{one.id} {one.zh} {one.en} {one.source.label()}".lower() for word in words)
    ]  # fmt: skip
    groups = [(pack, [one for one in found if one.id.startswith(f"{pack.id}.")]) for pack in packs]
    return render(request, "luheng/methods.html", {
        "groups": [(pack, list(map(named, rows))) for pack, rows in groups if rows], "q": " ".join(words),
        "given": indicators_given(), "total": len(found),
    })  # fmt: skip


@page(posts=Act.ENTER_OBSERVATION)
def method(request: PageRequest, id: str) -> HttpResponse:
    """The form of a method. Asked with inputs, it shows the result; a POST keeps it, unless it tries."""
    given = request.POST if request.method == "POST" else request.GET
    found = method_of(id, given.get("period", "").strip())
    fields = fields_of(found)
    if request.method == "POST" and "try" not in given:  # tables are too long for an address
        kept = keep(_asked(found, fields, given), request.user)
        messages.success(request, say("已保存计算结果", "The result is kept"), extra_tags="good")
        return redirect("computed-result", pk=kept.pk)
    return render(request, "luheng/method.html", {
        "method": named(found), "fields": _filled(fields, given), "period": given.get("period", ""),
        "place": given.get("place") or city_of_site().name, "using": given.get("using", ""),
        "editions": _editions(found), "may_keep": may(request.user, Act.ENTER_OBSERVATION),
        "indicator": catalogue().get(indicators_given().get(id, "")),
        **(_tried(found, fields, given) if "period" in given else {}),
    })  # fmt: skip


def _asked(found: Method, fields: list[Field], given: Any) -> Asked:
    period, place = given.get("period", "").strip(), given.get("place", "").strip()
    needed = {say("时期", "period"): period, say("地区", "place"): place}
    if missing := [str(name) for name, words in needed.items() if not words]:
        raise LuhengError("field_missing", fields=str(say("、", ", ")).join(missing))
    return Asked(found.id, period, place, inputs_from(fields, given), given.get("using", ""))


def _tried(found: Method, fields: list[Field], given: Any) -> dict[str, Any]:
    try:
        asked = _asked(found, fields, given)
        result = compute(asked)
    except LuhengError as problem:
        return {"problem": problem, "problem_text": problem.message.text(current_language()),
                "remedy": problem.message.remedy(current_language())}  # fmt: skip
    return {
        "result": result,
        **_shown(result.record(), result.exact, spread(asked)),
        "working": result.explain(current_language()),
        "mark": MARK_LABELS[result.mark],
    }


def _shown(record: Any, value: Any, intervals: Any) -> dict[str, Any]:
    """What pages show of a result beside its working; the value as computed, or as a record has it."""
    return {
        "tables": tables_of(record["method"], value, intervals),
        "interval": interval_line(intervals),
        "lists": tables_of_record(record, current_language()),
    }


def _filled(fields: list[Field], given: Any) -> list[dict[str, Any]]:
    return [{"field": one, "value": given.get(one.name, one.default)} for one in fields]


def _editions(found: Method) -> list[str]:
    """Editions that may be named instead of what is in force: those of the numbers it uses."""
    house = standards()
    used, seen = [found], set()
    while used:
        one = used.pop()
        for official in one.parameters.values():
            before = official.id.partition("{")[0]
            seen |= {
                v.edition for p in house.book.all() if p.id.startswith(before) for v in p.versions
            }
        used += [house.editions_of(need.id)[-1] for need in one.needs.values()]
    return sorted(seen)


@page()
def result(request: PageRequest, pk: int) -> HttpResponse:
    """A kept result: value, the calculation written out, what rests on it, the same by other editions."""
    one = get_object_or_404(Computed.objects.select_related("observation", "computed_by", "superseded_by"), pk=pk)  # fmt: skip
    found = method_of(one.method, one.period)
    return render(request, "luheng/computed_result.html", {
        "one": one, "method": named(found), **_shown(one.record, one.record.get("value"), spread(given_again(one), one.digest)),
        "exports": exports_of(one.method), "working": one.working[current_language()], "mark": MARK_LABELS[one.mark],
        "numbers": sorted(one.numbers.items()), "editions": _beside(one, _editions(found)),
        "targets": _judged_by(one), "may_keep": may(request.user, Act.ENTER_OBSERVATION),
    })  # fmt: skip


@page()
def exported(request: PageRequest, pk: int, form: str) -> HttpResponse:
    """A kept result as a file that others read: the GPC table, a package of openLCA, a label."""
    one = get_object_or_404(Computed, pk=pk)
    found = export_named(one.method, form)
    name = f"{method_of(one.method, one.period).zh}-{one.place}-{one.period}-{form}.{found.ending}"
    content = found.write(one.record, current_language())
    audited_export("computed", request.user, f"{one.pk}.{form}", content)
    return attached(content, name, found.media_type)


def _beside(one: Computed, editions: list[str]) -> list[dict[str, Any]]:
    """The same inputs under each edition; one that does not know an input says so."""
    rows: list[dict[str, Any]] = []
    for edition in editions:
        try:
            again = restated(one, edition)
        except LuhengError as problem:
            rows.append({"edition": edition, "problem": problem.message.text(current_language())})
            continue
        rows.append({"edition": edition, "value": line_of(one.method, again.after.value), "unit": again.unit,
                     "difference": again.difference, "moved": again.moved})  # fmt: skip
    return rows


def _judged_by(one: Computed) -> list[Any]:
    if one.observation is None:
        return []
    verdicts = one.observation.verdicts.select_related("target")
    return [verdict.target for verdict in verdicts]


@page(Act.ENTER_OBSERVATION)
@require_POST
def compute_again(request: PageRequest, pk: int) -> HttpResponse:
    """The same inputs by today's methods and numbers; the result before stays to be seen."""
    one = get_object_or_404(Computed, pk=pk)
    kept = keep(given_again(one), request.user)
    same = kept.pk == one.pk
    said = say("依据没有变化，结果不变", "Nothing moved: the same result") if same else say("已重新计算", "Computed again")  # fmt: skip
    messages.success(request, said, extra_tags="good")
    return redirect("computed-result", pk=kept.pk)


@page()
def moved_results(request: PageRequest) -> HttpResponse:
    """Kept results that today's methods and numbers would change, with both values."""
    return render(request, "luheng/moved_results.html", {"rows": moved()})


@page()
def moved_entry(request: PageRequest) -> HttpResponse:
    """What today's methods and numbers move, as the `numbers` entry of a changelog."""
    why = str(say("按今天的方法和参数", "by today's methods and numbers"))
    content = movements(why)
    audited_export("numbers", request.user, "city.numbers.md", content.encode())
    answer = HttpResponse(content, content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="city.numbers.md"'
    return answer


@page()
def template(request: PageRequest, id: str) -> HttpResponse:
    """A workbook to fill in: one result a row, one input a column."""
    found = method_of(id)
    return attached(template_of(found, city_of_site().name), f"{found.zh}.xlsx")


@page(Act.ENTER_OBSERVATION)
@require_POST
def sheet(request: PageRequest, id: str) -> HttpResponse:
    """A filled workbook: each row is computed and kept, or says what is wrong with it."""
    found = method_of(id)
    upload = request.FILES.get("file")
    if upload is None:
        raise LuhengError("field_missing", fields=str(say("文件", "file")))
    rows = rows_of(found, upload.read(), upload.name or "")
    done = keep_rows(found, rows, request.user)
    return render(request, "luheng/method_sheet.html", {
        "method": named(found), "done": done, "kept": sum(one.kept is not None for one in done),
    })  # fmt: skip
