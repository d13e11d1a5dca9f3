"""Which day it is: the demo's clock stands still at its release, everybody else's runs."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from catchment.release.reader import NoRelease, Reader, Releases


def today(reader: Reader) -> date:
    """The as-of date of a demo release, else the local date, which no release is ahead of."""
    return reader.as_of if reader.demo else max(reader.as_of, timezone.localdate())


def day_of_accounts() -> date:
    """The day that memberships go by: the local date, for people come and go on real days.

    In a demo never before the release's as-of date, on which its people begin.
    """
    day = timezone.localdate()
    if not settings.CATCHMENT_DEMO:
        return day
    try:
        return max(day, Releases(settings.CATCHMENT_RELEASES).public().as_of)
    except NoRelease:
        return day
