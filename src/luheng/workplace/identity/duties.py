"""What rests on one person: what must pass to somebody else before their account is closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from luheng.workplace.models import (
    ENDED_ORDERS,
    ApiToken,
    Return,
    Share,
    SupervisionOrder,
    TaskState,
    User,
    WorkItem,
)
from luheng.workplace.permissions import Act, may
from luheng.workplace.returns.overdue import OPEN


@dataclass(frozen=True)
class OpenDuties:
    """What waits for a person, by kind."""

    orders: list[SupervisionOrder]
    work: list[WorkItem]
    shares: list[Share]
    tokens: list[ApiToken]
    returns: list[Return]  # of their unit, where nobody else could file them

    @property
    def any(self) -> bool:
        """Whether somebody has to be named."""
        return bool(self.orders or self.work or self.shares)


def duties_of(user: User) -> OpenDuties:
    """What rests on a person now."""
    work = WorkItem.objects.filter(owner=user, cancelled=False).exclude(state=TaskState.DONE)
    shares = Share.objects.filter(maker=user, revoked_at=None)
    return OpenDuties(
        orders=list(_orders_of(user)),
        work=list(work),
        shares=[share for share in shares if share.is_live],
        tokens=list(user.tokens.filter(revoked=False)),
        returns=_returns_only_they_file(user),
    )


def hand_over(duties: OpenDuties, heir: User | None, by: User) -> dict[str, int]:
    """How many of each kind were handed over; without an heir the unit and the plan office act.

    Links go to an heir who may share, else they end. Keys end: they are secrets of one person.
    """
    for order in duties.orders:
        order.contact = heir
    for item in duties.work:
        item.owner = heir
    records: list[SupervisionOrder | WorkItem] = [*duties.orders, *duties.work]
    for record in records:
        record.version += 1
        record._history_user = by  # type: ignore[union-attr]
        record.save()
    kept = heir is not None and may(heir, Act.SHARE)
    for share in duties.shares:
        _pass_on(share, heir if kept else None, by)
    for token in duties.tokens:
        token.revoked = True
        token.save(update_fields=["revoked"])
    return {
        "orders": len(duties.orders),
        "work": len(duties.work),
        "shares": len(duties.shares) if kept else 0,
        "shares_ended": 0 if kept else len(duties.shares),
        "tokens_ended": len(duties.tokens),
    }


def _pass_on(share: Share, heir: User | None, by: User) -> None:
    from luheng.workplace.sharing.links import revoke

    share._history_user = by  # type: ignore[attr-defined]
    if heir is None:
        revoke(share)
    else:
        share.maker = heir
        share.save(update_fields=["maker"])


def _orders_of(user: User) -> QuerySet[SupervisionOrder]:
    return SupervisionOrder.objects.filter(contact=user).exclude(state__in=ENDED_ORDERS)


def _returns_only_they_file(user: User) -> list[Return]:
    if user.unit_id is None or not may(user, Act.FILE_RETURN):
        return []
    colleagues = User.objects.filter(unit=user.unit_id, is_active=True).exclude(pk=user.pk)
    if any(may(one, Act.FILE_RETURN) for one in colleagues):
        return []
    open_now = Return.objects.filter(unit=user.unit_id, state__in=OPEN)
    return list(open_now.select_related("form"))
