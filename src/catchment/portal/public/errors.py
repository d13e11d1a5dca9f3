"""The pages that say no, in the same frame as all others. Missing and forbidden are the same page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, whether there is no such page or it is somebody else's: to the byte the same.

    Without the tabs, which mark where one is; with the banner of who looks as somebody else.
    """
    request.membership, request.memberships, request.published = None, (), None
    return render(request, "404.html", {"may": {}, "staff_may": {}}, status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the request itself was not acceptable."""
    return render(request, "403.html", status=403)


def only_looking(request: HttpRequest) -> HttpResponse:
    """403: somebody wanted to change something while looking as another person."""
    return render(request, "only_looking.html", status=403)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token, most often from a page left open for long."""
    return render(request, "403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: something of ours failed. Uses no database and no release, since either may be what failed."""
    return render(None, "500.html", status=500)


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request is none that a browser sends. Says nothing of it, and looks nobody up for it."""
    return render(None, "400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than any form of the site is worth."""
    return render(None, "413.html", status=413)


def nothing_published(request: HttpRequest) -> HttpResponse:
    """There is no release yet, or none with this partner in it."""
    return render(request, "nothing_published.html")
