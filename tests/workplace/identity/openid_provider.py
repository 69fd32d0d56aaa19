"""A small OpenID Connect provider, run as a process of its own, that can be told to misbehave.

    python -m tests.workplace.identity.openid_provider

It prints its address, signs everybody in at once as whom /behave was told, checks redirect address,
client secret and PKCE, takes each code once, and signs with RS256.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jws, jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "luheng", "shown to nobody"
USUAL = {
    "sub": "u-1001", "preferred_username": "wang.f", "name": "王某",
    "email": "wang@example.org", "email_verified": True,
}  # fmt: skip


class Provider(ThreadingHTTPServer):
    """The state of the provider: keys, codes that wait, and how it is to behave."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.other_key = RSAKey.generate_key(2048, {"kid": "one"})  # the same name, another key
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.behaviour: dict[str, Any] = {}

    def id_token(self, asked: dict[str, str]) -> str:
        """The token of a code, as good or as bad as it was told."""
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked.get("nonce", ""), **USUAL,
        } | self.behaviour.get("claims", {})  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        for name in ("iat", "exp", "nbf"):
            if name in self.behaviour.get("shift", {}):
                claims[name] = now + self.behaviour["shift"][name]
        signed_by = self.behaviour.get("signed_by", "key")
        if signed_by == "secret":  # a signature that anybody who knows the client's secret can make
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        if signed_by == "nobody":
            head = {"alg": "none"}
            plain = [json.dumps(one).encode() for one in (head, claims)]
            return ".".join(base64.urlsafe_b64encode(one).decode().rstrip("=") for one in plain) + "."  # fmt: skip
        key = self.other_key if signed_by == "other_key" else self.key
        registry = jws.JWSRegistry(algorithms=["RS256"])
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key, registry=registry)


class Answers(BaseHTTPRequestHandler):
    """What the provider answers."""

    server: Provider

    def log_message(self, *rest: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        """Its description, its keys, and the sign-in, which sends back at once."""
        provider, address = self.server, urlsplit(self.path)
        if address.path == "/.well-known/openid-configuration":
            return self._json({
                "issuer": provider.behaviour.get("issuer", provider.issuer),
                "authorization_endpoint": f"{provider.issuer}/authorize",
                "token_endpoint": f"{provider.issuer}/token",
                "jwks_uri": f"{provider.issuer}/jwks",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            })  # fmt: skip
        if address.path == "/jwks":
            return self._json({"keys": [provider.key.as_dict(private=False)]})
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        good = asked.get("client_id") == CLIENT and asked.get("code_challenge_method") == "S256"
        if address.path != "/authorize" or not good:
            return self._json({"error": "invalid_request"}, 400)
        code = secrets.token_urlsafe(12)
        provider.codes[code] = asked
        answer = {"code": code, "state": asked.get("state", "")}
        if provider.behaviour.get("denies"):
            answer = {"error": "access_denied", "state": asked.get("state", "")}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
        return self.end_headers()

    def do_POST(self) -> None:
        """The token of a code, once; or how to behave from now on."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/behave":
            self.server.behaviour = json.loads(body)
            return self._json({})
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(given.get("code", ""), None)
        wanted = (
            "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".replace(" ", "+").encode()).decode()
        )
        known = self.headers.get("Authorization", "").replace("%20", "+")
        plain = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if known not in (wanted, plain):
            return self._json({"error": "invalid_client"}, 401)
        challenge = create_s256_code_challenge(given.get("code_verifier", ""))
        if asked is None or asked["code_challenge"] != challenge:
            return self._json({"error": "invalid_grant"}, 400)
        if asked["redirect_uri"] != given.get("redirect_uri"):
            return self._json({"error": "invalid_grant"}, 400)
        answer = {"access_token": secrets.token_urlsafe(12), "token_type": "Bearer", "expires_in": 300}  # fmt: skip
        if not self.server.behaviour.get("without_id_token"):
            answer["id_token"] = self.server.id_token(asked)
        return self._json(answer)

    def _json(self, answer: Any, status: int = 200) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":
    running = Provider()
    print(json.dumps({"issuer": running.issuer}), flush=True)
    running.serve_forever()
