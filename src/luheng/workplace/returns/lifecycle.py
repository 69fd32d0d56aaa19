"""The states of a return and who moves it: issued, filed, accepted or sent back."""

from __future__ import annotations

from luheng.workplace.lifecycles import Lifecycle, Move, Need
from luheng.workplace.models import Return, ReturnState
from luheng.workplace.permissions import Act

State = ReturnState
_OPEN = frozenset({State.ISSUED.value, State.RETURNED.value})

LIFECYCLE = Lifecycle(
    key="returns",
    model=Return,
    states=ReturnState,
    start=State.ISSUED,
    ended=frozenset({State.WITHDRAWN.value}),
    moves=(
        Move(
            key="file", zh="报送", en="File", sources=_OPEN, to=State.FILED, act=Act.FILE_RETURN,
            deadline="keep",
        ),
        Move(
            key="recall", zh="撤回修改", en="Take back", sources=frozenset({State.FILED.value}),
            to=State.ISSUED, act=Act.FILE_RETURN, deadline="keep",
        ),
        Move(
            key="accept", zh="审核通过", en="Accept", sources=frozenset({State.FILED.value}),
            to=State.ACCEPTED, act=Act.REVIEW_RETURN, deadline="keep",
        ),
        Move(
            key="send_back", zh="退回", en="Send back",
            sources=frozenset({State.FILED.value, State.ACCEPTED.value}), to=State.RETURNED,
            act=Act.REVIEW_RETURN, needs=frozenset({Need.NOTE}), deadline="keep",
        ),
        Move(
            key="withdraw", zh="收回", en="Withdraw", sources=_OPEN, to=State.WITHDRAWN,
            act=Act.COMPOSE_RETURN, needs=frozenset({Need.NOTE}),
        ),
    ),
)  # fmt: skip
