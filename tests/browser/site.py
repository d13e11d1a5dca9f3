"""Fills a folder with a small demo site: release, database, people. Run as a module, then serve it.

A process of its own, because the tests' own Django is set up on another database.
"""

import sys
from datetime import date
from pathlib import Path

from catchment.portal import server
from tests import portal_release
from tests.portal_release import NORTH, SOUTH

SINCE = date(2025, 6, 1)
PASSWORD = "a long enough sentence"


def fill(folder: Path) -> None:
    portal_release.write(folder / "releases", demo=True)
    database = str(folder / "portal.sqlite3")
    server.configure(folder / "releases", database, folder / "inbox", demo=True)
    server.migrate(database)
    _people()


def _people() -> None:
    from catchment.portal import seed
    from tests.portal_people import everybody_agrees, person

    everybody_agrees()
    cards = [
        seed.DemoPerson("mara@north.invalid", "Mara Sampleton", "partner", NORTH, "Manages the north"),
        seed.DemoPerson("omar@south.invalid", "Omar Testwell", "partner", SOUTH, "Manages the south"),
        seed.DemoPerson("priya@program.invalid", "Priya Demoberg", "staff", None, "Program staff"),
    ]
    seed.create_people(cards, SINCE)
    person("north@password.invalid", partners=(NORTH,))
    person("south@password.invalid", partners=(SOUTH,))
    person("both@password.invalid", partners=(NORTH, SOUTH))
    person("nobody@password.invalid")


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
