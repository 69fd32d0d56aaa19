"""What a link can show, and what of it is public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.http import Http404

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import (
    Dossier,
    Review,
    ScorecardSnapshot,
    ShareKind,
    Target,
    Unit,
    User,
)
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers import REGISTERS, Query, Register, public_part, public_register
from luheng.workplace.returns.access import return_of

_PUBLIC_KINDS = {ShareKind.TARGET, ShareKind.UNIT}


@dataclass(frozen=True)
class ListView:
    """A list as somebody saw it."""

    register: Register
    query: Query


@dataclass(frozen=True)
class Subject:
    """What a link shows: a record, or a list with its filters."""

    kind: ShareKind
    shown: Any
    title: str

    @property
    def has_public_parts(self) -> bool:
        """Whether it can be shown without what is internal."""
        if isinstance(self.shown, ListView):
            return public_register(self.shown.register.key) is not None
        return self.kind in _PUBLIC_KINDS


def subject_of(
    maker: User, kind: str, object_id: int | None = None, view: str = "", *, public: bool = False
) -> Subject:
    """What the maker may see of it now. Raises `share_subject_unknown`."""
    try:
        if not may(maker, Act.READ):
            raise Http404
        if kind == ShareKind.LIST:
            shown: Any = _list(maker, view, public)
        else:
            shown = _FOUND[ShareKind(kind)](maker, object_id or 0)
            if public and isinstance(shown, Target):
                _there(public_part("targets").row(shown.pk))
    except (KeyError, ValueError, Http404):
        raise LuhengError("share_subject_unknown") from None
    return Subject(ShareKind(kind), shown, _title(shown))


def _list(maker: User, view: str, public: bool) -> ListView:
    key, _, address = view.partition("?")
    register = REGISTERS[key]
    if register.reads is not Act.READ:  # the log and what was sent to whom stay in the house
        raise Http404
    asked = parse_qs(address) | {"page": ["1"], "page_size": ["1000"]}
    if public:
        register = _there(register.public_part)
    return ListView(register, register.query(asked, maker))


def _target(maker: User, pk: int) -> Target:
    known = Target.objects.select_related("document", "clause", "verdict")
    found = known.exclude(review=Review.REJECTED).filter(pk=pk).first()
    return _there(found)


def _there(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


_FOUND = {
    ShareKind.TARGET: _target,
    ShareKind.UNIT: lambda maker, pk: _there(Unit.objects.filter(pk=pk).first()),
    ShareKind.RETURN: return_of,
    ShareKind.REPORT: lambda maker, pk: _there(ScorecardSnapshot.objects.filter(pk=pk).first()),
    ShareKind.DOSSIER: lambda maker, pk: _there(Dossier.objects.filter(pk=pk).first()),
}


def _title(shown: Any) -> str:
    if isinstance(shown, ListView):
        return str(shown.register.label)
    if isinstance(shown, Target):
        return f"{shown.indicator} {shown.year or ''}".strip()
    if isinstance(shown, ScorecardSnapshot):
        return f"{shown} {shown.as_of}"
    if hasattr(shown, "form"):
        return f"{shown.unit} {shown.form.title} {shown.period}"
    return str(shown)
