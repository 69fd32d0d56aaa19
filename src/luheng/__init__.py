"""绿衡 Luheng: reads the plan a city issued and shows where every target of it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luheng.documents.formats import Limits
    from luheng.documents.model import Reading

__all__ = ["read"]
__version__ = "0.1.0"


def read(file: str | Path | bytes, *, name: str = "", limits: Limits | None = None) -> Reading:
    """Everything that is read from a file or from its content: `luheng.documents.reader.read`."""
    from luheng.documents import reader  # reading loads every file format; `import luheng` does not

    return reader.read(file, name=name, limits=limits)
