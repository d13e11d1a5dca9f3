"""Every address of the site. Each view says itself who may open it (`accounts.access`)."""

from django.urls import include, path

ROOMS = (
    "public",
    "accounts",
    "my_account",
    "security",
    "sign_on",
    "agreements",
    "team",
    "invitations",
    "dashboard",
    "roster",
    "checkin",
    "recruit",
    "desk",
    "audit",
    "tryout",
)
urlpatterns = [path("", include(f"catchment.portal.{room}.urls")) for room in ROOMS]

handler400 = "catchment.portal.public.errors.malformed"
handler404 = "catchment.portal.public.errors.missing"
handler403 = "catchment.portal.public.errors.refused"
handler500 = "catchment.portal.public.errors.broken"
