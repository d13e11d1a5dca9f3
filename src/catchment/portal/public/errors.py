"""The pages that say no, in the same frame as all others. Missing and forbidden are the same page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, whether there is no such page or it is somebody else's: to the byte the same."""
    request.membership, request.memberships, request.published = None, (), None
    return render(request, "404.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the request itself was not acceptable."""
    return render(request, "403.html", status=403)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token, most often from a page left open for long."""
    return render(request, "403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: something of ours failed. Uses no database and no release, since either may be what failed."""
    return render(None, "500.html", status=500)


def nothing_published(request: HttpRequest) -> HttpResponse:
    """There is no release yet, or none with this partner in it."""
    return render(request, "nothing_published.html")
