"""Web archives: what Word and browsers save as a single file, often named .doc."""

from __future__ import annotations

import email
import email.policy

from luheng.vocabulary.messages import LuhengError


def html_part(name: str, data: bytes) -> bytes:
    """The page in a web archive. Raises LuhengError if there is none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise LuhengError("format_unknown", file=name, found="MHTML")
