"""The ways out of the site: mail by SMTP, and a city's own group robot by HTTP.

Addresses and secrets come by the environment alone:

    LUHENG_SMTP_HOST, _PORT, _USER, _PASSWORD, _FROM, _SECURITY (starttls, ssl or empty)
    LUHENG_WEBHOOK_URL, LUHENG_WEBHOOK_SECRET
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import smtplib
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import Channel, Delivery

OWN_TEMPLATE = Path("templates") / "robot.json"
_ROBOTS = Path(__file__).with_name("robots")
_SECONDS = 15
_MOST_BYTES = 2000  # the smallest limit of the robots


def send(delivery: Delivery) -> None:
    """Sends a delivery by its channel. Raises LuhengError or OSError where it did not arrive."""
    _SENDERS[Channel(delivery.channel)](delivery)


def _send_mail(delivery: Delivery) -> None:
    environment = os.environ
    host = environment.get("LUHENG_SMTP_HOST", "")
    if not host:
        raise LuhengError("mail_not_set")
    security = environment.get("LUHENG_SMTP_SECURITY", "")
    backend = EmailBackend(
        host=host,
        port=int(environment.get("LUHENG_SMTP_PORT", "25")),
        username=environment.get("LUHENG_SMTP_USER", ""),
        password=environment.get("LUHENG_SMTP_PASSWORD", ""),
        use_tls=security == "starttls",
        use_ssl=security == "ssl",
        timeout=_SECONDS,
    )
    sender = environment.get("LUHENG_SMTP_FROM", f"luheng@{host}")
    message = EmailMessage(delivery.subject, delivery.body, sender, [delivery.user.email])
    message.connection = backend
    try:
        message.send()
    except smtplib.SMTPException as error:
        raise OSError(str(error)) from error


def _send_to_robot(delivery: Delivery) -> None:
    address = os.environ.get("LUHENG_WEBHOOK_URL", "")
    if urllib.parse.urlsplit(address).scheme not in ("http", "https"):
        raise LuhengError("webhook_not_set")
    preference = getattr(delivery.user, "notice_preference", None)
    body = robot_message(
        f"{delivery.subject}\n{delivery.body}", preference.mobile if preference else ""
    )
    request = urllib.request.Request(
        signed(address, os.environ.get("LUHENG_WEBHOOK_SECRET", ""), round(time.time() * 1000)),
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            said = answer.read(100_000)
    except urllib.error.HTTPError as error:
        raise LuhengError("webhook_refused", problem=f"HTTP {error.code}") from error
    _check_answer(said)


def robot_message(text: str, mobile: str) -> Any:
    """The JSON that the city's robot takes: its own template, else the one of its kind."""
    return _filled(_template(), {"{text}": _whole_lines(text), "{mobile}": mobile})


def _whole_lines(text: str) -> str:
    """As many lines as a robot takes; the last one, where the rest is to be read, always."""
    if len(text.encode()) <= _MOST_BYTES:
        return text
    *lines, last = text.split("\n")
    last = f"……\n{last}" if lines else last
    while lines and len("\n".join([*lines, last]).encode()) > _MOST_BYTES:
        lines.pop()
    return "\n".join([*lines, last]).encode()[:_MOST_BYTES].decode(errors="ignore")


def signed(address: str, secret: str, milliseconds: int) -> str:
    """The address with the time and signature that DingTalk asks for; as it is without a secret."""
    if not secret:
        return address
    said = f"{milliseconds}\n{secret}".encode()
    digest = hmac.new(secret.encode(), said, hashlib.sha256).digest()
    asked = {"timestamp": milliseconds, "sign": base64.b64encode(digest).decode()}
    return f"{address}{'&' if '?' in address else '?'}{urllib.parse.urlencode(asked)}"


def _template() -> Any:
    city = settings.LUHENG_CITY
    own = city.folder / OWN_TEMPLATE if city else None
    if own and own.is_file():
        return json.loads(own.read_text(encoding="utf-8"))
    kind = city.reminders.webhook if city else ""
    if not kind:
        raise LuhengError("webhook_not_set")
    return json.loads((_ROBOTS / f"{kind}.json").read_text(encoding="utf-8"))


def _filled(template: Any, values: dict[str, str]) -> Any:
    """The template with its places filled; a place in a list that stays empty is left out."""
    if isinstance(template, dict):
        return {key: _filled(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [filled for one in template if (filled := _filled(one, values)) != ""]
    if isinstance(template, str):
        for place, value in values.items():
            template = template.replace(place, value)
    return template


def _check_answer(said: bytes) -> None:
    """Both robots answer 200 and say in `errcode` whether they took it."""
    try:
        answer = json.loads(said)
    except ValueError:
        return  # a robot of the city's own making need not answer in JSON
    code = answer.get("errcode", 0) if isinstance(answer, dict) else 0
    if code != 0:
        raise LuhengError("webhook_refused", problem=f"{code} {answer.get('errmsg', '')}".strip())


_SENDERS: dict[Channel, Callable[[Delivery], None]] = {
    Channel.MAIL: _send_mail,
    Channel.WEBHOOK: _send_to_robot,
}
