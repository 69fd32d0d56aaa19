"""Sums and shares that must agree, as far as rounding lets them.

Each printed value may be off by half a unit of its last place (GB/T 8170), so a sum may differ from
its total by the half units of all its terms together, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from luheng.judgement.plausibility.model import (
    Doubt,
    Identity,
    ShareOf,
    Shares,
    Suggestion,
    Sum,
    Term,
    amount,
    half_step,
    plain,
)
from luheng.judgement.quantities import converted
from luheng.vocabulary.messages import Message
from luheng.vocabulary.rounding import rounded

_WHOLE = Decimal(100)


def identity_doubts(identities: Iterable[Identity]) -> Iterator[Doubt]:
    """What does not add up. Terms that are missing or of another quantity leave nothing to check."""
    for identity in identities:
        if isinstance(identity, Sum):
            yield from _sum(identity)
        elif isinstance(identity, Shares):
            yield from _shares(identity)
        else:
            yield from _share_of(identity)


def _amount(term: Term, unit: str) -> tuple[Decimal, Decimal] | None:
    """The value and its half step in a unit."""
    if term.value is None:
        return None
    value = converted(term.value, term.unit, unit)
    step = converted(half_step(term.value), term.unit, unit)
    return None if value is None or step is None else (value, step)


def _sum(identity: Sum) -> Iterator[Doubt]:
    unit = identity.total.unit
    total = _amount(identity.total, unit)
    found = [_amount(part, unit) for part in identity.parts]
    parts = [part for part in found if part is not None]
    if total is None or not parts:
        return
    added = sum((value for value, _ in parts), Decimal(0))
    allowed = total[1] + sum((step for _, step in parts), Decimal(0))
    whole = identity.complete and len(parts) == len(found)
    differs = added - total[0]
    if whole and abs(differs) > allowed:
        meant = Suggestion(added, unit)
        yield _doubt("entry_sum_differs", identity.total, identity.parts, total[0], added, allowed, meant)  # fmt: skip
    elif not whole and differs > allowed and all(value >= 0 for value, _ in parts):
        yield _doubt("entry_parts_exceed_total", identity.total, identity.parts, total[0], added, allowed)  # fmt: skip


def _shares(identity: Shares) -> Iterator[Doubt]:
    found = [_amount(part, "%") for part in identity.parts]
    parts = [part for part in found if part is not None]
    if not parts:
        return
    added = sum((value for value, _ in parts), Decimal(0))
    allowed = sum((step for _, step in parts), Decimal(0))
    if len(parts) == len(found) and abs(added - _WHOLE) > allowed:
        yield _doubt("entry_shares_not_whole", identity.parts[0], identity.parts, _WHOLE, added, allowed)  # fmt: skip
    elif added - _WHOLE > allowed:
        yield _doubt("entry_shares_exceed_whole", identity.parts[0], identity.parts, _WHOLE, added, allowed)  # fmt: skip


def _share_of(identity: ShareOf) -> Iterator[Doubt]:
    share = _amount(identity.share, "%")
    part, whole = _amount(identity.part, identity.whole.unit), _amount(identity.whole, identity.whole.unit)  # fmt: skip
    if share is None or part is None or whole is None or whole[0] <= whole[1] or part[0] < 0:
        return
    low = (part[0] - part[1]) / (whole[0] + whole[1]) * _WHOLE - share[1]
    high = (part[0] + part[1]) / (whole[0] - whole[1]) * _WHOLE + share[1]
    if low <= share[0] <= high:
        return
    computed = rounded(part[0] / whole[0] * _WHOLE, (share[1] * 2).normalize())
    meant = Suggestion(computed, "%")
    terms = (identity.part, identity.whole)
    allowed = max(high - computed, computed - low)
    yield _doubt("entry_share_differs", identity.share, terms, share[0], computed, allowed, meant)


def _doubt(
    code: str,
    first: Term,
    others: tuple[Term, ...],
    stated: Decimal,
    added: Decimal,
    allowed: Decimal,
    meant: Suggestion | None = None,
) -> Doubt:
    values = {
        "name": first.name,
        "parts": "、".join(part.name for part in others),
        "stated": amount(stated, first.unit),
        "added": amount(added, first.unit),
        "differs": plain(abs(added - stated)),
        "allowed": plain(allowed.quantize(Decimal("0.0001")).normalize()),
    }
    numbers: dict[str, Decimal | str] = {"stated": stated, "added": added, "allowed": allowed}
    keys = tuple(dict.fromkeys(term.key for term in (first, *others) if term.key))
    return Doubt("warn", Message(code, values), meant, numbers, keys)
