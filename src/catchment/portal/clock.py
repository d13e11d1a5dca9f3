"""Which day it is: the demo's clock stands still at its release, everybody else's runs."""

from datetime import date

from django.utils import timezone

from catchment.release.reader import Reader


def today(reader: Reader) -> date:
    """The as-of date of a demo release, else the local date."""
    return reader.as_of if reader.demo else timezone.localdate()
