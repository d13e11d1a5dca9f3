"""A place's status comes from three bits: active now, last year, ever before."""

import pytest

from catchment.disclosure.statuses import status


@pytest.mark.parametrize(
    ("active", "expected"),
    [
        (["2025-26"], "new"),
        (["2024-25", "2025-26"], "retained"),
        (["2023-24", "2024-25", "2025-26"], "retained"),
        (["2023-24", "2025-26"], "returned"),
        (["2024-25"], "lapsed_this_year"),
        (["2021-22", "2024-25"], "lapsed_this_year"),
        (["2023-24"], "lapsed"),
        ([], "never"),
        # what came later does not change what a year was
        (["2025-26", "2026-27"], "new"),
        (["2026-27"], "never"),
    ],
)
def test_status(active, expected):
    assert status("2025-26", active) == expected
