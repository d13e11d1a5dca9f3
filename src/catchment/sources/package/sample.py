"""A tiny valid package: something to copy for a network of one's own, and what the tests break."""

import csv
from pathlib import Path

from catchment.network import contract
from catchment.sources.package import sample_platform, sample_program

_NETWORK = """\
# A sample network. Every key but name and completion has a default.
[network]
name = "Sample network"
demographic_census = "02-15"
closing = "06-30"

[calendar]
first_class_day = "08-01"
last_class_day = "06-15"
spring_starts = "01-05"
holidays = [["2025-11-24", "2025-11-30"], ["2025-12-20", "2026-01-04"]]

[cleanup]
courses = ["csd", "csp"]

[[completion]]
course = "csp"
level = "full"
at_least = { units = 4, lessons = 5 }

[[completion]]
course = "csd"
level = "half"
all_of = [{ unit = 2, lessons = 5 }, { unit = 3, lessons = 5 }]
"""


def write_sample(folder: Path) -> Path:
    """Write the sample package (CSV and `network.toml`) into `folder`. Its last activity is in March 2026."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "network.toml").write_text(_NETWORK, encoding="utf-8")
    for name, rows in {**sample_program.tables(), **sample_platform.tables()}.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(contract.tables()[name].columns)
            writer.writerows(rows)
    return folder
