"""Documents added after a reorganisation that still name a unit that ceased: the successor answers.

A unit that went whole is found by its name already. One that was divided is not: here the rules of
the reorganisation are applied to what the document says, and what they do not decide is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from luheng.vocabulary.messages import Message
from luheng.workplace.models import (
    Document,
    Finding,
    ReadItem,
    Reorganisation,
    ReorganisationState,
    Review,
    Unit,
    User,
)
from luheng.workplace.organisation import changing
from luheng.workplace.organisation.carrying_out import keep_handover, note_of
from luheng.workplace.organisation.deciding import decide
from luheng.workplace.organisation.duties import Duty, duties_of
from luheng.workplace.unit_index import index_units

_NAMED_IN_WORDS = ("target", "task", "project")
_CODE = "unit_divided"


def follow_successors(document: Document, by: User | None) -> int:
    """How many items of a document went to a successor; reorganisations in the order of their days."""
    document.findings.filter(code=_CODE, review=Review.DRAFT).delete()
    moved = 0
    for one in _divided():
        for unit in one.units.all():
            moved += _follow(document, one, unit, by)
    return moved


def _divided() -> Iterator[Reorganisation]:
    """Reorganisations that ended units without one unit that stands for all of it."""
    done = Reorganisation.objects.filter(state=ReorganisationState.CARRIED_OUT)
    divided = done.filter(units__active=False, units__merged_into=None).distinct()
    known = divided.order_by("effective_on", "pk").prefetch_related("units", "successors__unit")
    yield from (one for one in known if one.ends_units)


def _follow(document: Document, one: Reorganisation, unit: Unit, by: User | None) -> int:
    if unit.active or unit.merged_into_id:
        return 0
    duties = [duty for duty in duties_of([unit], _NAMED_IN_WORDS) if _of(duty, document)]
    if not duties:
        return 0
    successors = {each.name: each for each in one.successors.all() if each.unit}
    moved: list[ReadItem] = []
    for duty, decision in zip(duties, decide(duties, list(successors.values()), {}), strict=True):
        successor = successors.get(decision.name)
        if successor is None or successor.unit is None:
            _ask(document, duty, one, list(successors))
            continue
        before, after = changing.hand_over(duty, successor.unit, by, note_of(one))
        assert isinstance(duty.record, ReadItem)
        moved.append(duty.record)
        keep_handover(one, duty, successor, before, after)
    for model in {type(record) for record in moved}:
        index_units(list(model._default_manager.filter(pk__in=[each.pk for each in moved if type(each) is model])))  # fmt: skip
    return len(moved)


def _of(duty: Duty, document: Document) -> bool:
    return isinstance(duty.record, ReadItem) and duty.record.document_id == document.pk


def _ask(document: Document, duty: Duty, one: Reorganisation, among: list[str]) -> None:
    """A finding beside the item: nobody answers for it until a person says who."""
    item = duty.record
    assert isinstance(item, ReadItem)
    values = {
        "unit": duty.unit.name, "day": one.effective_on, "item": duty.label,
        "successors": "、".join(among),
    }  # fmt: skip
    said = Message(_CODE, values)
    Finding.objects.update_or_create(
        document=document,
        key=f"{_CODE}|{duty.kind}|{item.key}|{duty.unit.pk}"[:400],
        defaults={
            "code": _CODE, "severity": "warning", "text_zh": said.text("zh"),
            "text_en": said.text("en"), "remedy_zh": said.remedy("zh"),
            "remedy_en": said.remedy("en"), "clause": item.clause, "clause_key": item.clause_key,
            "quote": item.quote, "span_start": item.span_start, "span_end": item.span_end,
            "position": item.position, "vanished": False,
        },
    )  # fmt: skip
