"""How readings are compared with labels."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from tests.examples.labelled import labels

import luheng
from luheng.documents.model import Reading
from luheng.examples import city_folder

NONE: dict[str, list[tuple]] = {"missed": [], "made up": []}


@cache
def read(name: str) -> Reading:
    """The reading of one document of the city."""
    return luheng.read(city_folder() / labels(name)["file"])


def bare(text: Any) -> str:
    """A text without white space; full-width punctuation as half-width."""
    return re.sub(r"\s", "", str(text or "")).translate(str.maketrans("（），：；", "(),:;"))


def number(value: Any) -> float | None:
    """A number that can be compared; None stays None."""
    return None if value is None else round(float(value), 6)


def differences(labelled: Iterable[tuple], found: Iterable[tuple]) -> dict[str, list[tuple]]:
    """What the reader missed and what it made up."""
    wanted, got = Counter(labelled), Counter(found)
    return {"missed": list((wanted - got).elements()), "made up": list((got - wanted).elements())}
