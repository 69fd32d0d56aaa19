"""Marks between values are those of the reader's language, on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template
from django.utils.translation import override

import luheng.workplace
from luheng.workplace.punctuation import in_both_languages

TEMPLATES = Path(luheng.workplace.__file__).parent / "templates"
PAGES = sorted(one.relative_to(TEMPLATES).as_posix() for one in TEMPLATES.rglob("*.html"))


def shown(text: str, language: str) -> str:
    with override(language):
        made = engines["django"].from_string(in_both_languages(text))
        return str(made.render({"a": "甲", "b": 2}))


def test_a_mark_between_two_values_follows_the_language() -> None:
    text = "{% load luheng %}{{ a }}：{{ b }}（{{ b }}）、{{ a }}。"
    assert shown(text, "zh-hans") == "甲：2（2）、甲。"
    assert shown(text, "en") == "甲: 2 (2), 甲. "


def test_words_said_in_chinese_keep_their_marks() -> None:
    text = '{% load luheng %}{% say "共：{n} 项" "{n}, all" n=b %}{{ a|default:"（无）" }}'
    assert shown(text, "zh-hans") == "共：2 项甲"
    assert shown(text, "en") == "2, all甲"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_chinese_mark_outside_what_it_says_in_both_languages(name: str) -> None:
    get_template(name)  # it can be read
    text = in_both_languages((TEMPLATES / name).read_text(encoding="utf-8"))
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    assert re.findall(r".{0,20}[：；，、。（）].{0,10}", bare) == []
