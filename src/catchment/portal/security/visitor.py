"""From which address a request comes: one answer for the count of failed sign-ins and every other limit."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def address(request: HttpRequest) -> str | None:
    """The address that the outermost of our proxies saw; without a proxy's word, the one that called us.

    None where there is none, as on a socket file.
    """
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
