"""Security headers on every answer, as pure ASGI so that a stream passes through untouched."""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self' '{import_map}'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=()"
    ),
}


class SecurityHeaders:
    """Middleware that adds the headers and gives each request a fresh nonce in `request.state.nonce`.

    The nonce lets CodeMirror put its style sheet into the page; scripts need none.
    """

    def __init__(self, app: ASGIApp, import_map_hash: str) -> None:
        self.app = app
        self.import_map_hash = import_map_hash

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on and put the headers on its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        policy = POLICY.format(import_map=self.import_map_hash, nonce=nonce)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = policy
                headers.update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)
