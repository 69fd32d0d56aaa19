"""Signing in by the city's own provider: OpenID Connect, authorization code with PKCE.

Authlib carries state, nonce and verifier and checks signature and claims; here it is told exactly
which issuer, audience and algorithms to accept, and what it says is put in our words.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.openid_settings import OpenIdSettings

# Signed by a key of the provider; never "none", never a secret that we share with it.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")  # fmt: skip
_ASKED_S = 10  # how long the provider may take to answer
_KNOWN_S = 3600  # how long its addresses and keys are remembered


@dataclass(frozen=True)
class Vouched:
    """What the provider says of somebody."""

    issuer: str
    subject: str
    mail: str  # empty unless the provider has verified it
    name: str
    username: str
    second_factor: bool  # whether it says that it asked for one


def provider() -> OpenIdSettings:
    """The city's settings; `on` is false where there is no provider."""
    city = settings.LUHENG_CITY
    return city.openid if city else OpenIdSettings()


def redirect_to_provider(request: HttpRequest, back: str) -> HttpResponse:
    """To the provider; `back` is our address that it sends people to. Raises `openid_unreachable`."""
    try:
        answer: HttpResponse = _client().authorize_redirect(request, back)
    except (requests.RequestException, RuntimeError, ValueError, KeyError) as error:
        raise LuhengError("openid_unreachable", provider=provider().label) from error
    return answer


def vouched_for(request: HttpRequest) -> Vouched:
    """Whom the provider sent back to us. Raises `openid_unreachable`, `openid_refused` with the reason."""
    known = provider()
    options = {
        "iss": {"essential": True, "value": known.issuer},
        "aud": {"essential": True, "value": known.client_id},
        "sub": {"essential": True},
        "nonce": {"essential": True},
    }
    try:
        token = _client().authorize_access_token(
            request, claims_options=options, claims_cls=CodeIDToken, leeway=known.tolerance_s
        )
    except requests.RequestException as error:
        raise LuhengError("openid_unreachable", provider=known.label) from error
    except (AuthlibBaseError, JoseError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise LuhengError("openid_refused", reason=_reason(error)) from error
    claims = token.get("userinfo")
    if claims is None:
        raise LuhengError("openid_refused", reason="id_token")
    return _as_vouched(claims)


def _as_vouched(claims: Any) -> Vouched:
    subject = str(claims["sub"])
    if not 0 < len(subject) <= 255:
        raise LuhengError("openid_refused", reason="sub")
    verified = claims.get("email_verified") is True
    methods = claims.get("amr") or []
    return Vouched(
        issuer=provider().issuer,
        subject=subject,
        mail=str(claims.get("email") or "")[:254] if verified else "",
        name=str(claims.get("name") or "")[:60],
        username=str(claims.get("preferred_username") or ""),
        second_factor="mfa" in methods,
    )


def _client() -> Any:
    """The client, once the provider has said who it is. Raises `openid_refused` where it is another."""
    known = provider()
    client = _client_of(known, settings.LUHENG_OPENID_SECRET, int(time.time()) // _KNOWN_S)
    said = client.load_server_metadata()
    if said.get("issuer") != known.issuer:
        raise LuhengError("openid_refused", reason="issuer")
    offered = said.get("id_token_signing_alg_values_supported") or ["RS256"]
    said["id_token_signing_alg_values_supported"] = [one for one in offered if one in ALGORITHMS]
    return client


@lru_cache(maxsize=4)
def _client_of(known: OpenIdSettings, secret: str, hour: int) -> Any:
    """The client of a provider. Its addresses are asked for at the first use and again each hour."""
    return OAuth().register(
        "luheng",
        client_id=known.client_id,
        client_secret=secret or None,
        server_metadata_url=f"{known.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": known.scopes,
            "code_challenge_method": "S256",
            "default_timeout": _ASKED_S,
            **({} if secret else {"token_endpoint_auth_method": "none"}),
        },
    )


def _reason(error: Exception) -> str:
    """One word of what did not fit: of no use to a stranger, of use to who runs the provider."""
    said = getattr(error, "error", "") or type(error).__name__
    claim = getattr(error, "claim", "")
    return f"{said} {claim}".strip()[:80]
