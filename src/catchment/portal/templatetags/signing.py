"""What the pages of signing in and of one's account need."""

import json
import re
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()

_NAMES = {
    "openid_connect": ("openid_connect_login", "provider_id"),
    "saml": ("saml_login", "organization_slug"),
}
_BROWSERS = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


@register.filter
def as_json(value: Any) -> str:
    """A value for a script to read from an attribute."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def organizations() -> list[dict[str, str]]:
    """Organizations that sign their people in: their names, and where that begins."""
    found = []
    for each in settings.CATCHMENT_SIGN_ON.values():
        name, argument = _NAMES[each.provider]
        found.append({"name": each.name, "url": reverse(name, kwargs={argument: each.id})})
    return found


@register.filter
def device(user_agent: str) -> str:
    """A browser and its system in words: the first known name of each."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in user_agent), _("A browser"))
    system = next((name for sign, name in _SYSTEMS.items() if re.search(sign, user_agent)), "")
    return _("{browser} on {system}").format(browser=browser, system=system) if system else browser
