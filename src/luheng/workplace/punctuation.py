"""Marks between values on a page are those of the reader's language: ： in Chinese is a colon in English.

Words on pages are said in both languages (`{% say %}`); what stands between two values is written
once, in Chinese, and turned into both when a template is loaded. So no page forgets it.
"""

from __future__ import annotations

import re
from typing import Any

from django.template.loaders import filesystem

_ENGLISH = {"：": ": ", "；": "; ", "，": ", ", "、": ", ", "。": ". ", "（": " (", "）": ")"}
_TAG_OR_MARK = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|[" + "".join(_ENGLISH) + "]", re.DOTALL)
_SAYS = re.compile(r"\{% load [^%]*\bluheng\b")


def in_both_languages(template: str) -> str:
    """A template whose marks between values follow the language; those inside tags stay as they are.

    >>> in_both_languages("{% load luheng %}{{ a }}：{{ b }}")
    '{% load luheng %}{{ a }}{% say "：" ": " %}{{ b }}'
    """
    if not _SAYS.search(template):
        return template
    return _TAG_OR_MARK.sub(lambda found: _said(found[0]), template)


def _said(found: str) -> str:
    english = _ENGLISH.get(found)
    return f'{{% say "{found}" "{english}" %}}' if english else found


class Loader(filesystem.Loader):
    """Reads the pages of the site."""

    def get_contents(self, origin: Any) -> str:
        """The text of a template, its marks in both languages."""
        return in_both_languages(super().get_contents(origin))
