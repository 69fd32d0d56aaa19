"""index.html of a dossier, in Chinese and in English: opens from a folder, asks for nothing else."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from luheng.vocabulary.indicators import catalogue
from luheng.workplace.city import City
from luheng.workplace.dossiers.container import Member
from luheng.workplace.dossiers.gathering import Entry, Gathered
from luheng.workplace.dossiers.signing import in_groups
from luheng.workplace.language import current_language
from luheng.workplace.models import Observation, Verdict

_PAGES = {"zh-hans": "index.html", "en": "index.en.html"}


def index_pages(city: City, gathered: Gathered, fingerprint: str) -> list[Member]:
    """The same page in both languages, each naming the other."""
    observations = _observations(gathered)
    made = []
    for language, name in _PAGES.items():
        with translation.override(language):
            page = render_to_string(
                "luheng/dossier/index.html", _context(city, gathered, fingerprint, observations)
            )
        made.append(Member(name, page.encode()))
    return made


def _context(
    city: City, gathered: Gathered, fingerprint: str, observations: dict[int, Observation]
) -> dict[str, Any]:
    english = current_language() == "en"
    return {
        "city": city,
        "city_name": city.name_en if english and city.name_en else city.name,
        "dossier": gathered,
        "targets": [_target(one, observations) for one in gathered.targets],
        "fingerprint": in_groups(fingerprint),
        "other": _PAGES["zh-hans" if english else "en"],
        "held": len(gathered.targets) + len(gathered.tasks) - len(gathered.missing),
    }


def _target(entry: Entry, observations: dict[int, Observation]) -> dict[str, Any]:
    target: Any = entry.subject
    verdict: Verdict | None = getattr(target, "verdict", None)
    known = catalogue().get(target.indicator_id) if target.indicator_id else None
    numbers = verdict.numbers if verdict else {}
    language = current_language()
    return {
        "entry": entry,
        "verdict": verdict,
        "name": known.en if known and language == "en" else target.indicator,
        "inputs": [
            {
                "name": one["name"][language], "value": one["value"], "unit": one["unit"],
                "source": one["source"][language],
            }
            for one in numbers.get("inputs", [])
        ],
        "figures": [observations[key] for key in numbers.get("used", []) if key in observations],
    }  # fmt: skip


def _observations(gathered: Gathered) -> dict[int, Observation]:
    """The figures that the verdicts rest on, by id, with the files they come from."""
    verdicts = [getattr(one.subject, "verdict", None) for one in gathered.targets]
    keys = {key for one in verdicts if one for key in one.numbers.get("used", [])}
    return Observation.objects.select_related("document__source", "entered_by").in_bulk(keys)
