"""Chinese first, English complete: a text said in both and shown in the language of the reader."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language

from luheng.vocabulary.messages import Language


def current_language() -> Language:
    """The language of the page being made: zh unless the reader switched to en."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def _choose(zh: str, en: str) -> str:
    return en if current_language() == "en" else zh


say = lazy(_choose, str)
"""`say("达标", "met")` is a lazy string that shows itself in the language of the reader."""

__all__ = ["current_language", "say"]
