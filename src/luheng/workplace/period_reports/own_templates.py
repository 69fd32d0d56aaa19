"""A city's own templates: one for a kind and language, checked before it is kept."""

from __future__ import annotations

from pathlib import Path

from luheng.vocabulary.messages import Language, LuhengError
from luheng.workplace.city import City
from luheng.workplace.models import User
from luheng.workplace.period_reports.kinds import kind_of
from luheng.workplace.period_reports.placeholders import check_template
from luheng.workplace.period_reports.word_templates import built_in
from luheng.workplace.permissions import Act, require

LARGEST_BYTES = 20 * 2**20


def template_path(city: City, kind: str, language: Language) -> Path:
    """Where a city keeps its own template of a kind: templates/annual.docx, templates/annual.en.docx.

    Raises `report_kind_unknown`, `report_language_unknown`.
    """
    if language not in ("zh", "en"):
        raise LuhengError("report_language_unknown", language=language)
    ending = ".docx" if language == "zh" else f".{language}.docx"
    return city.folder / "templates" / f"{kind_of(kind).key}{ending}"


def own_template(city: City, kind: str, language: Language) -> bytes | None:
    """The city's own template; None where it uses the built-in one."""
    path = template_path(city, kind, language)
    return path.read_bytes() if path.is_file() else None


def take_template(city: City, kind: str, language: Language) -> Path:
    """Puts a copy of the built-in template into the city folder to be edited; one that is there stays."""
    path = template_path(city, kind, language)
    if not path.exists():
        _write(path, built_in(kind_of(kind), language))
    return path


def keep_template(
    city: City, kind: str, language: Language, content: bytes, name: str, by: User | None = None
) -> Path:
    """Keeps a template that a city edited. Raises `not_allowed` and what `check_template` raises."""
    if by is not None:
        require(by, Act.MAKE_REPORT)
    if len(content) > LARGEST_BYTES:
        raise LuhengError("report_template_unreadable", file=name)
    check_template(content, kind_of(kind), name)
    path = template_path(city, kind, language)
    _write(path, content)
    return path


def drop_template(city: City, kind: str, language: Language, by: User | None = None) -> None:
    """From here on the built-in template is used again."""
    if by is not None:
        require(by, Act.MAKE_REPORT)
    template_path(city, kind, language).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all. Raises `cannot_write`."""
    begun = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        begun.write_bytes(content)
        begun.replace(path)
    except OSError as error:
        begun.unlink(missing_ok=True)
        raise LuhengError("cannot_write", folder=path.parent, problem=error.strerror) from error
