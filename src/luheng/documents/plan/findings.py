"""Findings about a plan: a message, the exact words it is about, and where they stand."""

from __future__ import annotations

from typing import Any, Literal

from luheng.documents.model import Finding, Span
from luheng.documents.view import View
from luheng.vocabulary.messages import Message


def finding(
    code: str,
    view: View,
    span: Span,
    *,
    suggestion: str | None = None,
    severity: Literal["error", "warning", "info"] = "warning",
    clause: str = "",
    **values: Any,
) -> Finding:
    """A finding about words of a view. `values` fill the message's text."""
    raise NotImplementedError
