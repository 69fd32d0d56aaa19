"""Words that anybody would try first here: the city, the person's unit, the site itself."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from luheng.workplace.language import say

_OF_THE_SITE = ("luheng", "绿衡", "password", "admin")
_SPLIT = re.compile(r"[\s·,，、（）()]+")
_LEFT = 4  # letters that a password needs beside such words


class LocalWords:
    """A password that is such a word with digits and marks around it is refused (ASVS 6.2.11)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError where fewer than four letters are left without the words."""
        rest = password.lower()
        words = [word for word in local_words(user) if word in rest]
        for word in sorted(words, key=len, reverse=True):
            rest = rest.replace(word, "")
        if words and sum(letter.isalpha() for letter in rest) < _LEFT:
            raise ValidationError(str(self._text().format(word=words[0])), code="local_word")

    def get_help_text(self) -> str:
        """What a password must not be."""
        return str(say("不要用城市、单位或系统的名称", "not the name of the city, unit or site"))

    def _text(self) -> Any:
        return say("密码里的“{word}”太容易猜，请另加至少 4 个字母", "“{word}” is guessed at once: add 4 letters or more beside it")  # fmt: skip


def local_words(user: Any = None) -> list[str]:
    """The words in lower case, two letters or more."""
    city, unit = settings.LUHENG_CITY, getattr(user, "unit", None)
    names = list(_OF_THE_SITE)
    names += [city.name, city.name.rstrip("市"), city.name_en, city.place] if city else []
    names += [unit.name, *unit.aliases] if unit else []
    parts = {part.lower() for name in names for part in (name, *_SPLIT.split(name))}
    return sorted(part for part in parts if len(part) > 1)
