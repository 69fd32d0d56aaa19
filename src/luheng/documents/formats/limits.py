"""How large a file may be before it is refused, so that no upload can stop the machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from luheng.vocabulary.messages import LuhengError

PREFIX = "LUHENG_LIMIT_"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; each is set by ``LUHENG_LIMIT_<NAME>`` in the environment."""

    max_file_mb: int = 64
    max_text_characters: int = 20_000_000
    max_unpacked_mb: int = 512
    max_unpack_ratio: int = 200  # unpacked size of an archive member over its packed size
    max_cells: int = 2_000_000
    max_pages: int = 2_000

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, unless_set: Limits | None = None
    ) -> Limits:
        """The limits a person has set, the rest from `unless_set`, else as declared above.

        Raises LuhengError for one that is no positive number.
        """
        chosen: dict[str, int] = {}
        for limit in fields(cls):
            variable = PREFIX + limit.name.upper()
            value = environment.get(variable, "").strip()
            if not value:
                continue
            if not (value.isascii() and value.isdigit() and int(value) > 0):
                raise LuhengError("limit_not_a_number", variable=variable, value=value)
            chosen[limit.name] = int(value)
        return replace(unless_set or cls(), **chosen)
