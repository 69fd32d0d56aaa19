"""What must be so before a site is served to a city: asked before anything is started."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City

_SHORTEST_KEY = 50


def problems_before(
    city: City, environment: Mapping[str, str], *, sqlite: bool
) -> list[LuhengError]:
    """What is wrong with the configuration; known without a database and without Django."""
    return [LuhengError(code, **fields) for code, fields in _wrong(city, environment, sqlite)]


def _wrong(
    city: City, environment: Mapping[str, str], sqlite: bool
) -> Iterator[tuple[str, dict[str, object]]]:
    if environment.get("LUHENG_DEBUG") == "1":
        yield "production_debug", {}
    hosts = [host.strip() for host in environment.get("LUHENG_ALLOWED_HOSTS", "").split(",")]
    if not any(hosts) or "*" in hosts:
        yield "production_hosts", {}
    if environment.get("LUHENG_HTTPS") != "1":
        yield "production_https", {}
    address = environment.get("DATABASE_URL", "")
    if not address and not sqlite:
        yield "production_database", {}
    if address and not urlsplit(address).scheme.startswith("postgres"):
        yield "production_database", {}
    yield from _wrong_key(city.folder / "secret.key", environment)


def _wrong_key(
    path: Path, environment: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, object]]]:
    if given := environment.get("LUHENG_SECRET_KEY"):
        if len(given) < _SHORTEST_KEY or len(set(given)) < 5:
            yield "production_key_weak", {"place": "LUHENG_SECRET_KEY", "least": _SHORTEST_KEY}
        return
    if not path.is_file():
        return  # made at the first start, strong and for the owner alone
    if len(path.read_text(encoding="ascii").strip()) < _SHORTEST_KEY:
        yield "production_key_weak", {"place": path, "least": _SHORTEST_KEY}
    if path.stat().st_mode & 0o077:
        yield "production_key_open", {"file": path}


def problems_of_site() -> list[LuhengError]:
    """What Django's own checks for a site in service say."""
    from django.core.checks import WARNING, run_checks

    return [
        LuhengError("production_check", id=found.id, problem=found.msg)
        for found in run_checks(include_deployment_checks=True)
        if found.level >= WARNING and not found.is_silenced()
    ]
