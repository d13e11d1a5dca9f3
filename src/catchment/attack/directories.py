"""Are the public facts in directories the public facts beside them, and not counts of something else?"""

from collections.abc import Iterator

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence


def directories(evidence: Evidence) -> Answer:
    """Enrolment of a school against the public rows, schools of a district part against the mapping."""
    vetoes = [*_enrolled(evidence), *_districts(evidence), *_partners(evidence)]
    return Answer(evidence.count("school_directory") + evidence.count("district_directory"), vetoes)


def _enrolled(evidence: Evidence) -> Iterator[Veto]:
    found = evidence.rows("""
        SELECT DISTINCT school_id, enrolled, enrolled_year FROM school_directory AS said
        WHERE enrolled IS NOT NULL AND NOT EXISTS (FROM enrolment WHERE enrolment.school_id = said.school_id
            AND school_year = said.enrolled_year AND enrolment.enrolled = said.enrolled) ORDER BY ALL
    """)
    for row in found:
        why = f"It says {row['enrolled']} enrolled in {row['enrolled_year']}, unlike public enrolment."
        yield Veto(f"school {row['school_id']}, enrolled", f"whatever {row['enrolled']} counts", (why,))


def _districts(evidence: Evidence) -> Iterator[Veto]:
    """A district part has so many schools as count there in the school year of the as-of date."""
    found = evidence.rows(
        """
        WITH parts AS (SELECT district, coalesce(partner, '') AS whose, count(*) AS schools FROM homes
            WHERE year = ? AND district IS NOT NULL GROUP BY ALL),
        said AS (SELECT district_id AS district, coalesce(partner_id, '') AS whose, schools
            FROM district_directory)
        SELECT district, whose, said.schools AS said, parts.schools AS known
        FROM said FULL JOIN parts USING (district, whose)
        WHERE said.schools IS DISTINCT FROM parts.schools ORDER BY ALL
        """,
        [evidence.candidate.manifest["school_year"]],
    )
    for row in found:
        why = f"It says {row['said']} schools, and {row['known']} count there."
        yield Veto(f"district {row['district']} {row['whose']}, schools", "whatever it counts", (why,))


def _partners(evidence: Evidence) -> Iterator[Veto]:
    """Whoever has schools in a published year is named, also after they are no partner any more."""
    for row in evidence.rows(
        "SELECT DISTINCT partner FROM homes WHERE partner NOT IN (SELECT partner_id FROM partners) ORDER BY 1"
    ):
        why = "Schools count there, and the release does not name this partner."
        yield Veto(f"partner {row['partner']}", "counts that fell", (why,))
