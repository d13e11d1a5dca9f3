"""The region's schools as compact GeoJSON for the map: the same published figures as the list."""

import json
from functools import lru_cache
from typing import Any

from catchment.portal import years
from catchment.portal.dashboard.region import ACTIVE
from catchment.release.reader import Reader

_POINTS = f"""
SELECT school_id, name, longitude, latitude, students,
    CASE WHEN coalesce(students, 0) > 0 THEN 'shown' WHEN {ACTIVE} THEN 'few' ELSE 'none' END AS kind
FROM school_directory
LEFT JOIN schools ON geo_id = school_id AND school_year = ? AND course_id = 'all'
WHERE in_region AND longitude IS NOT NULL AND latitude IS NOT NULL
ORDER BY school_id
"""
ABOUT_TEN_METRES = 4


@lru_cache(maxsize=32)
def schools(reader: Reader) -> bytes:
    """A FeatureCollection of points; `students` only where the release shows a number."""
    rows = reader.query(_POINTS, [years.running(reader)])
    document = {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    properties = {"id": row["school_id"], "name": row["name"], "kind": row["kind"]}
    if row["kind"] == "shown":
        properties["students"] = row["students"]
    place = [round(row["longitude"], ABOUT_TEN_METRES), round(row["latitude"], ABOUT_TEN_METRES)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": properties}
