"""Every text and number of every record made one of a kind, so that an answer tells what it shows."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.db import models

_WHOLE_MODELS = {
    "AuditEntry",
    "SiteSession",
    "SecondFactorDuty",
    "RuleRun",
}  # chained, or a machine's own
_FUNCTIONAL = {  # what the program itself branches on, looks up or opens
    "state", "state_from", "state_to", "move", "rule", "group", "item", "duty", "kind", "digest",
    "password", "view", "scheme_text", "scheme_name", "method", "languages", "files", "contents",
    "channel", "door", "role", "result_file", "rate", "before", "takes",
}  # fmt: skip
_SHORTEST = 7
_NAMES = {"lead", "support", "places", "aliases", "implied_units"}  # lists of names


@dataclass
class Marks:
    """Which mark stands in which field of which record."""

    of: dict[str, tuple[models.Model, str]] = field(default_factory=dict)

    def where(self, marks: set[str]) -> list[str]:
        """The fields of some marks, for a message."""
        named = {f"{type(self.of[one][0]).__name__}.{self.of[one][1]}" for one in marks}
        return sorted(named)

    def in_text(self, text: str) -> set[str]:
        """The marks that stand in a text."""
        words = set(re.findall(r"zq\d{5}", text))
        plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
        words |= set(re.findall(r"(?<![\w.])8\d{6}(?=\D|$)", plain))
        return words & self.of.keys()


def mark_everything() -> Marks:
    """Writes a mark into every free text and number there is."""
    return mark(apps.get_app_config("workplace").get_models())


def mark(kinds: Iterable[type[models.Model]], but: frozenset[str] = frozenset()) -> Marks:
    """Writes a mark into every free text and number of some models, but for some fields."""
    marks, numbers = Marks(), itertools.count(1)
    for model in kinds:
        if model.__name__ in _WHOLE_MODELS or model._meta.proxy or not model._meta.managed:
            continue
        fields = [
            one for one in model._meta.concrete_fields if _markable(one) and one.name not in but
        ]
        for record in model._base_manager.order_by("pk"):
            changes = {}
            for one in fields:
                value, word = _marked(one, next(numbers), getattr(record, one.attname))
                changes[one.attname] = value
                marks.of[word] = (record, one.name)
            if changes:
                model._base_manager.filter(pk=record.pk).update(**changes)
    return marks


def _markable(one: models.Field[Any, Any]) -> bool:
    if one.choices or one.primary_key or one.name in _FUNCTIONAL:
        return False
    if isinstance(one, models.CharField):
        return (one.max_length or _SHORTEST) >= _SHORTEST
    if isinstance(one, models.DecimalField):
        return (one.max_digits or 0) - (one.decimal_places or 0) >= _SHORTEST
    return isinstance(one, models.TextField | models.JSONField)


def _marked(one: models.Field[Any, Any], number: int, value: Any) -> tuple[Any, str]:
    if isinstance(one, models.DecimalField):
        return 8_000_000 + number, str(8_000_000 + number)
    mark = f"zq{number:05d}"
    if one.name == "warnings":
        return [{"zh": mark, "en": mark}], mark
    if isinstance(one, models.JSONField):
        return ([mark] if isinstance(value, list) or one.name in _NAMES else {mark: mark}), mark
    return mark, mark


def whole_answer(answer: Any) -> str:
    """All that an answer says: headers, text, and what lies in a workbook or archive."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = unquote("\n".join(f"{name}: {value}" for name, value in answer.headers.items()))
    return "\n".join([headers, str(answer.cookies), *texts_of(content)])


def texts_of(content: bytes) -> Iterator[str]:
    """The text of a file, with all the parts of one that is packed."""
    if content[:2] != b"PK":
        yield content.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            yield from texts_of(archive.read(name))
