"""Every page of the site with an example of each: the address patterns say which there must be."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, get_resolver, resolve

# Answer with a file, data or nothing that a person reads.
FILES = frozenset({
    "target-figures", "project-figures", "export-rows", "plotly", "order-sheet", "report", "raw-file",
    "job-file", "return-excel", "evidence-file", "evidence-preview", "dossier-file", "favicon",
    "report-template", "period-report-file", "method-template", "computed-export",
    "restatement-sheet", "moved-entry", "public-data",
    "public-report-file",
})  # fmt: skip
_LINK = re.compile(r'(?:href|hx-get|action)="([^"#]*)')
_SPARE = 12  # pages of one pattern opened only to find what no other page leads to


@dataclass
class Found:
    """What a walk through the site came by."""

    pages: dict[str, list[str]] = field(default_factory=dict)  # pattern → addresses of whole pages
    parts: dict[str, list[str]] = field(default_factory=dict)  # pattern → parts shown in the panel
    refused: set[str] = field(default_factory=set)  # patterns this person may not open
    broken: list[str] = field(default_factory=list)  # addresses that failed

    @property
    def names(self) -> set[str]:
        """Every pattern met."""
        return {*self.pages, *self.parts, *self.refused}


def patterns() -> dict[str, str]:
    """Name → route of everything that a person opens: the views that answer GET."""
    found = {}
    for one in _flat(get_resolver("luheng.workplace.pages.urls").url_patterns):
        door = getattr(one.callback, "door", None)
        if one.name and one.name not in FILES and (door is None or "GET" in door.methods):
            found[one.name] = str(one.pattern)
    return found


def _flat(entries: list[Any]) -> Iterator[URLPattern]:
    for one in entries:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from _flat(one.url_patterns)


def walk(visitor: Any, examples: int, sought: Set[str] = frozenset()) -> Found:
    """Follows links from every page without an object in its address; so many examples of each pattern.

    Two tell more than one: a draft and an issued order do not look alike. What is `sought` and only
    some pages lead to, like the comparison of a later edition, is found by opening more of each pattern.
    """
    found, wanted = Found(), patterns()
    ahead = deque(f"/{route}" for route in wanted.values() if "<" not in route)
    spare: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_SPARE))
    seen: set[str] = set()
    while ahead or (sought - found.names and any(spare.values())):
        enough = not ahead
        path = (ahead or max(spare.values(), key=len)).popleft()
        name = _name_of(path)
        if path in seen or name not in wanted:
            continue
        if not enough and _count(found, name) >= examples:
            spare[name].append(path)
            continue
        seen.add(path)
        ahead.extend(_visit(visitor, path, Found() if enough else found))
    return found


def _visit(visitor: Any, path: str, found: Found) -> list[str]:
    """Opens an address, notes what came of it, and gives the addresses it leads to."""
    name = _name_of(path)
    answer = visitor.page.request.get(visitor.site.address + path, max_redirects=0)
    text = answer.text() if "html" in answer.headers.get("content-type", "") else ""
    if answer.status >= 500:
        found.broken.append(f"{answer.status} {path}")
    elif answer.status in (302, 401, 403, 404, 405):
        found.refused.add(name)
    elif text:
        kind = found.pages if "<html" in text else found.parts
        kind.setdefault(name, []).append(path)
        return _links(text)
    return []


def _links(text: str) -> list[str]:
    """Addresses of this site on a page, without what a list filters by."""
    paths = (urlsplit(unescape(link)) for link in _LINK.findall(text))
    return [one.path for one in paths if not one.netloc and one.path.startswith("/")]


def _name_of(path: str) -> str:
    try:
        return resolve(path, urlconf="luheng.workplace.urls").url_name or ""
    except Resolver404:
        return ""


def _count(found: Found, name: str) -> int:
    return len(found.pages.get(name, [])) + len(found.parts.get(name, []))
