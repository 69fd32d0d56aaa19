"""Findings about a plan: a message, the exact words it is about, and where they stand."""

from __future__ import annotations

import re
from typing import Any, Literal

from luheng.documents.model import Finding, Span
from luheng.documents.source import Source
from luheng.vocabulary.messages import Message


def finding(
    code: str,
    source: Source,
    span: Span,
    *,
    suggestion: str | None = None,
    severity: Literal["error", "warning", "info"] = "warning",
    clause: str = "",
    **values: Any,
) -> Finding:
    """A finding about a stretch of the source. `values` fill the message's text."""
    return Finding(
        quote=source.text[span.start : span.end],
        span=span,
        clause=clause,
        message=Message(code, {"words": printed(source, span), "file": source.file, **values}),
        severity=severity,
        suggestion=suggestion,
    )


def printed(source: Source, span: Span) -> str:
    """The source's own characters of a span, white space taken out."""
    return re.sub(r"\s+", "", source.text[span.start : span.end])
