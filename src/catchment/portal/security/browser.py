"""What browsers are told: where a page's parts may come from, and what a page may never ask for."""

from collections.abc import Callable

from csp.constants import NONCE, NONE, SELF
from django.http import HttpRequest, HttpResponse

CONTENT = {
    "default-src": [NONE],
    # By nonce alone: a script that somebody smuggles into a page has none, wherever its file lies.
    "script-src": [NONCE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "form-action": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
"""The Content-Security-Policy."""

_NEVER = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer")
_NEVER_EITHER = ("microphone", "midi", "payment", "usb")
_PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
HEADERS = {
    "Permissions-Policy": ", ".join(
        [f"{name}=()" for name in (*_NEVER, *_NEVER_EITHER)] + [f"{name}=(self)" for name in _PASSKEYS]
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    # Pages hold rows of people, and some addresses hold a one-time link: nothing of it stays in a cache.
    # Styles and scripts, which are the same for everybody, say otherwise themselves.
    "Cache-Control": "no-store",
    # Instead of the server's name and version, which help nobody but those who look up its faults.
    "Server": "web",
}
"""What every answer says unless it says otherwise itself."""


class HeadersMiddleware:
    """Puts `HEADERS` on every answer, static files and errors included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
