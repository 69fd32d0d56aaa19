"""What a city sets about its own sign-in provider (OpenID Connect). Knows no Django.

In luheng.toml; the secret comes by LUHENG_OPENID_SECRET alone:

    [openid]
    issuer = "https://sso.example.gov.cn/realms/city"
    client_id = "luheng"
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

from luheng.workplace.toml_tables import lines, typed

NEWCOMERS = ("wait", "reader", "refuse")
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class OpenIdSettings:
    """The provider, and what becomes of people whom it vouches for."""

    issuer: str = ""  # empty: no provider
    client_id: str = ""
    label: str = "统一身份认证"  # on the button
    label_en: str = "city sign-on"
    scopes: str = "openid profile email"
    newcomers: str = "wait"  # without an account: wait for a role, be a reader, or be refused
    match_mail: bool = True  # the first time, by the address that the provider has verified
    trust_second_factor: bool = False  # ask for no code where the provider says it asked for one
    tolerance_s: int = 60  # how far its clock may be off

    @property
    def on(self) -> bool:
        """Whether people sign in by it."""
        return bool(self.issuer)

    @classmethod
    def from_table(cls, written: Any) -> Self:
        """The settings with what a city wrote in `[openid]`. Raises ValueError."""
        made = replace(cls(), **typed(cls(), written, "openid"))
        address = urlsplit(made.issuer)
        safe = address.scheme == "https" or address.hostname in _THIS_MACHINE
        if made.issuer and not (address.hostname and safe):
            raise ValueError(f"openid.issuer = {made.issuer} (https ?)")
        if made.issuer and not made.client_id:
            raise ValueError("openid.client_id ?")
        if made.newcomers not in NEWCOMERS:
            raise ValueError(f"openid.newcomers = {made.newcomers}")
        if "openid" not in made.scopes.split():
            raise ValueError(f"openid.scopes = {made.scopes}")
        return made

    def as_toml(self) -> str:
        """The table as luheng.toml has it; none where there is no provider."""
        if not self.on:
            return ""
        head = (
            "\n[openid]                     # 统一身份认证 sign-in provider, see docs/accounts.md"
        )
        return "\n".join([head, *lines(self)]) + "\n"
