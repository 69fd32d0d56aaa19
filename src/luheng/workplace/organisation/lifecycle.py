"""The states of a reorganisation: drafted, approved, carried out, undone."""

from __future__ import annotations

from django.utils import timezone

from luheng.workplace.lifecycles import Lifecycle, Move, Need
from luheng.workplace.models import Reorganisation, ReorganisationState
from luheng.workplace.permissions import Act

S = ReorganisationState
_OPEN = frozenset({S.DRAFTED.value, S.APPROVED.value})


def is_due(reorganisation: Reorganisation) -> bool:
    """Whether its day has come."""
    return reorganisation.effective_on <= timezone.localdate()


REORGANISATIONS = Lifecycle(
    key="reorganisations",
    model=Reorganisation,
    states=ReorganisationState,
    start=S.DRAFTED,
    ended=frozenset({S.UNDONE.value, S.DROPPED.value}),
    moves=(
        Move(
            key="carry_out", zh="实施", en="Carry out", sources=_OPEN, to=S.CARRIED_OUT,
            act=Act.REORGANISE, when=is_due, by_rule=True,
        ),
        Move(
            key="approve", zh="确定，到生效日自动实施", en="Approve, to be carried out on its day",
            sources=frozenset({S.DRAFTED.value}), to=S.APPROVED, act=Act.REORGANISE,
            when=lambda one: not is_due(one),
        ),
        Move(
            key="redraft", zh="退回拟定", en="Draft again", sources=frozenset({S.APPROVED.value}),
            to=S.DRAFTED, act=Act.REORGANISE,
        ),
        Move(
            key="drop", zh="作废", en="Drop", sources=_OPEN, to=S.DROPPED, act=Act.REORGANISE,
            needs=frozenset({Need.NOTE}),
        ),
        Move(
            key="undo", zh="撤回实施", en="Undo", sources=frozenset({S.CARRIED_OUT.value}),
            to=S.UNDONE, act=Act.REORGANISE, needs=frozenset({Need.NOTE}),
        ),
    ),
)  # fmt: skip
