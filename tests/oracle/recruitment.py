"""What schools showed of interest, what is ready there, and who takes part in their courses."""

from collections import Counter, defaultdict

from catchment.network import clocks
from catchment.network.participation import DAYS
from tests.oracle import atoms, schools
from tests.oracle.world import Row, World


def participation(world: World) -> list[Row]:
    groups = defaultdict(list)
    for row in atoms.students_of_atoms(world):
        if row["kind"] == "course":
            work = world.work[row["student_id"], row["course_id"], row["school_year"]]
            days = len({attempt.on for attempt in work})
            band = world.courses[row["course_id"]]["grade_band"]
            key = (row["school_id"], row["school_year"], row["course_id"], band)
            groups[key].append(days >= DAYS[band])
    names = ("school_id", "school_year", "course_id", "grade_band")
    return [
        dict(zip(names, key, strict=True)) | {"students": len(said), "participating": sum(said)}
        for key, said in groups.items()
    ]


def school_signals(world: World) -> list[Row]:
    latest = {}
    for row in world.tables["signals"]:
        if row["kind"] != "application" or row["may_show"]:
            key = (row["school_id"], row["kind"])
            latest[key] = max(row["on"], latest.get(key, row["on"]))
    return [{"school_id": school, "kind": kind, "latest_on": on} for (school, kind), on in latest.items()]


def county_applications(world: World) -> list[Row]:
    county = {row["school_id"]: row["county_fips"] for row in world.tables["schools"]}
    found: Counter = Counter()
    for row in world.tables["signals"]:
        if row["kind"] == "application" and not row["may_show"] and county.get(row["school_id"]):
            found[county[row["school_id"]], clocks.school_year(row["on"])] += 1
    return [
        {"county_fips": where, "school_year": year, "applications": count}
        for (where, year), count in found.items()
    ]


def trained_here(roster: list[Row]) -> list[Row]:
    """Teachers who share, by the school where they are: does anything they do count as teaching?"""
    people: dict[tuple, dict[str, bool]] = defaultdict(dict)
    for row in roster:
        if row["sharing"] and row["school_id"] is not None:
            teaches = row["started_on"] is not None or row["teaches_other_course"]
            here = people[row["school_id"], row["partner_id"], row["school_year"]]
            here[row["person_id"]] = teaches or here.get(row["person_id"], False)
    names = ("school_id", "partner_id", "school_year")
    return [
        dict(zip(names, key, strict=True))
        | {"sharing": len(found), "not_teaching": sum(not teaches for teaches in found.values())}
        for key, found in people.items()
    ]


def opportunity_inputs(world: World) -> list[Row]:
    state_of = {row["school_id"]: row["state"] for row in world.tables["schools"]}
    last_year = clocks.shift(clocks.school_year(world.as_of), -1)
    hours = {row["school_id"]: 0 for row in schools.school_facts(world)}
    for row in atoms.atoms(world):
        if (row["kind"], row["school_year"]) == ("hour_of_code", last_year) and row["school_id"] in hours:
            hours[row["school_id"]] += row["students"]
    signals = {(row["school_id"], row["kind"]): row["latest_on"] for row in school_signals(world)}
    stand = Counter(row["state"] for row in world.tables["state_policies"] if row["status"] == "yes")
    return [
        {name: facts[name] for name in ("school_id", "enrolled", "enrolled_year", "high_needs", "rural")}
        | {
            f"{kind}_on": signals.get((facts["school_id"], kind))
            for kind in ("pledge", "event", "application")
        }
        | {
            "hour_of_code_last_year": hours[facts["school_id"]],
            "policies": stand[state_of[facts["school_id"]]],
        }
        for facts in schools.school_facts(world)
    ]
