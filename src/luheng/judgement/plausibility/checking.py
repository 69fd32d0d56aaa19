"""All checks on one value that is being entered."""

from __future__ import annotations

from collections.abc import Iterable

from luheng.judgement.plausibility.identities import identity_doubts
from luheng.judgement.plausibility.limits import limit_doubts
from luheng.judgement.plausibility.model import Doubt, Entry, Identity
from luheng.judgement.plausibility.sequence import sequence_doubts
from luheng.judgement.plausibility.slips import slip_doubts

_ORDER = {"refused": 0, "impossible": 1, "warn": 2}


def check_entry(entry: Entry, related: Iterable[Identity] = ()) -> list[Doubt]:
    """Every reason to look again at a value, the gravest first; none for an ordinary one.

    `related` are the sums and shares the value takes part in; for a whole return they are better
    checked once, by `check_identities`. Raises LuhengError `period_unreadable`.
    """
    slips = list(slip_doubts(entry))
    revisions = [] if slips else list(sequence_doubts(entry))  # the slip says it already
    found = [*limit_doubts(entry), *slips, *revisions, *identity_doubts(related)]
    return sorted(found, key=lambda doubt: _ORDER[doubt.severity])


def check_identities(identities: Iterable[Identity]) -> list[Doubt]:
    """What does not add up in a return, each identity looked at once."""
    return list(identity_doubts(identities))
