"""Does a count that should be withheld simply stand in the table?"""

from catchment.attack import cells
from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence


def read_off(evidence: Evidence) -> Answer:
    """A count under n, or one beside the code of a small group.

    A count under n may stand if it stood there, unchanged, when n was lower.
    """
    found = evidence.rows(
        "SELECT cells.*, stands.students AS before FROM cells LEFT JOIN stands USING (school, year, course) "
        "WHERE coalesce(code, '') NOT IN ('exact', 'small') OR (code = 'small') <> (cells.students IS NULL) "
        "OR (cells.students < n AND cells.students IS DISTINCT FROM before) ORDER BY ALL"
    )
    return Answer(evidence.count("cells"), [_veto(row) for row in found])


def _veto(row: dict) -> Veto:
    if row["code"] == "exact" and row["students"] is not None:
        why = f"Its count {row['students']} is shown, and groups under n = {row['n']} must not be."
    elif row["students"] is not None:
        why = f"The group is coded {row['code']}, but its count {row['students']} stands beside the code."
    else:
        why = f"The group has no count, yet its code is {row['code']}."
    narrows_to = "an unknown code" if row["students"] is None else f"exactly {row['students']}"
    return Veto(cells.name(row), narrows_to, (why,))
