"""The doors of single sign-on. allauth does the work; what strangers send is looked at before it."""

import zlib
from collections.abc import Callable

from allauth.core import ratelimit
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from allauth.socialaccount.providers.saml.utils import get_app_or_404
from allauth.utils import get_request_param
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from lxml.etree import LxmlError
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.public import errors

LARGEST_ANSWER = 128 * 1024
"""Bytes of an organization's signed answer, which is kept until the next request."""


@opened_by(Rule.PUBLIC)
def oidc_begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    _to_sign_in(request)
    return oidc.login(request, provider_id)


@opened_by(Rule.PUBLIC)
def saml_begin(request: HttpRequest, organization_slug: str) -> HttpResponse:
    _to_sign_in(request)
    return saml.login(request, organization_slug=organization_slug)


@opened_by(Rule.PUBLIC)
@csrf_exempt
def saml_back(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """An organization's answer. It comes from its page, so without our token, and from whoever likes."""
    get_app_or_404(request, organization_slug)
    if not ratelimit.consume(request, action="sign_on"):
        return ratelimit.respond_429(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_ANSWER:
        return errors.too_large(request)
    if not _is_xml(request.POST.get("SAMLResponse", ""), OneLogin_Saml2_Utils.b64decode):
        return _unusable(request)
    return saml.acs(request, organization_slug)


@opened_by(Rule.PUBLIC)
@csrf_exempt
def saml_ended(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """The organization says that somebody's session with it has ended."""
    get_app_or_404(request, organization_slug)
    if not ratelimit.consume(request, action="sign_on"):
        return ratelimit.respond_429(request)
    said = [request.GET[name] for name in ("SAMLRequest", "SAMLResponse") if name in request.GET]
    if not all(_is_xml(each, OneLogin_Saml2_Utils.decode_base64_and_inflate) for each in said):
        return _unusable(request)
    return saml.sls(request, organization_slug)


@opened_by(Rule.PUBLIC)
@require_GET
def cancelled(request: HttpRequest) -> HttpResponse:
    return redirect("account_login")


@opened_by(Rule.PUBLIC)
@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    return _unusable(request)


def _unusable(request: HttpRequest) -> HttpResponse:
    return render(request, "sign_on/failed.html", status=400)


def _to_sign_in(request: HttpRequest) -> None:
    """404 for whatever else allauth could do with somebody's answer: connecting has no page here."""
    if get_request_param(request, "process", "login") != "login":
        raise Http404


def _is_xml(said: str, unpacked: Callable[[str], bytes]) -> bool:
    """Whether a message can be read at all; whether to believe it is decided later."""
    try:
        OneLogin_Saml2_XML.to_etree(unpacked(said))
    except (LxmlError, ValueError, zlib.error):
        return False
    return True
