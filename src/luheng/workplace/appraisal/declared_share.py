"""生态文明建设工作占党政实绩考核的比例: a published scheme that declares it offers it as a figure."""

from __future__ import annotations

from typing import Any

from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.appraisal.schemes import scheme_of
from luheng.workplace.city import City
from luheng.workplace.models import Appraisal, AppraisalState, Observation, User
from luheng.workplace.progress import enter_observation

INDICATOR = "eco_civilisation_assessment_weight"


def declared_share(city: City, appraisal: Appraisal) -> dict[str, Any] | None:
    """The figure as `enter_observation` takes it; None where there is nothing to offer."""
    scheme = scheme_of(appraisal)
    share = scheme.eco_civilisation_share
    if share is None or appraisal.state != AppraisalState.PUBLISHED:
        return None
    basis = f"（{scheme.share_basis}）" if scheme.share_basis else ""
    quote = Message(
        "appraisal_share_quote", {"title": appraisal.title, "share": share, "basis": basis}
    )
    return {
        "indicator": catalogue()[INDICATOR].zh,
        "indicator_id": INDICATOR,
        "place": city.place,
        "period": str(appraisal.year),
        "value": share,
        "unit": "%",
        "quote": quote.text("zh"),
    }


def entered_share(offer: dict[str, Any]) -> Observation | None:
    """The figure where a person has confirmed it already."""
    same = {name: offer[name] for name in ("indicator_id", "place", "period", "value")}
    return Observation.objects.filter(**same, superseded_by=None).first()


def confirm_share(city: City, appraisal: Appraisal, by: User) -> Observation:
    """The figure, entered by the person who confirms it. Raises `appraisal_no_share`."""
    offer = declared_share(city, appraisal)
    if offer is None:
        raise LuhengError("appraisal_no_share")
    return enter_observation(offer, by)
