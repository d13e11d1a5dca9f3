"""Which of the packaged map shapes a region needs."""

from catchment.release.reader import Reader


def states(reader: Reader) -> list[str]:
    """The two-digit FIPS codes of the states in which the region has schools."""
    rows = reader.query(
        "SELECT DISTINCT county_fips[:2] AS fips FROM school_directory "
        "WHERE in_region AND county_fips IS NOT NULL ORDER BY fips"
    )
    return [row["fips"] for row in rows]
