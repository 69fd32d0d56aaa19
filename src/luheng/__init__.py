"""绿衡 Luheng: reads the plan a city issued and shows where every target of it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from luheng.documents.formats import Limits
    from luheng.documents.model import Reading
    from luheng.methods import Result
    from luheng.vocabulary.periods import Period

__all__ = ["compute", "read"]
__version__ = "0.1.0"


def read(file: str | Path | bytes, *, name: str = "", limits: Limits | None = None) -> Reading:
    """Everything that is read from a file or from its content: `luheng.documents.reader.read`."""
    from luheng.documents import reader  # reading loads every file format; `import luheng` does not

    return reader.read(file, name=name, limits=limits)


def compute(
    id: str,
    *,
    day: date | str | None = None,
    period: Period | str | None = None,
    place: str = "",
    as_of: date | str | None = None,
    using: tuple[str, ...] | str = (),
    **inputs: Any,
) -> Result:
    """The value of an official method with its lineage: `luheng.methods.standards.Standards.compute`.

    `luheng.compute("air.iaqi", day="2026-06-01", item="pm2_5_24h", concentration="75 μg/m³").value`
    """
    from luheng.methods import standards  # NumPy and Pint load only when something is computed

    return standards().compute(
        id, day=day, period=period, place=place, as_of=as_of, using=using, **inputs
    )
