"""The demo: a synthetic network on real schools, as a contract package."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catchment.demo import (
    careers,
    curriculum,
    dates,
    enrollments,
    enrolment,
    extras,
    members,
    partners,
    people,
    places,
    roll,
    sections,
    settings,
    students,
    work,
    workshops,
)
from catchment.demo.columns import Columns, write_csv, write_parquet
from catchment.demo.states import NAMES
from catchment.network.errors import BadInput

STATES = ("CA", "FL", "MI")
"""The default: the states whose files give real enrolment and lunch counts."""
_FEWEST = 30
_INVENTED = ("people", "workshops", "students", "activity")
"""What is invented in every demo; what the schools' files lack of enrolment is too."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as. `role` is `partner` or `staff`; staff belongs to no partner."""

    email: str
    name: str
    role: str
    partner_id: str | None
    blurb: str


@dataclass(frozen=True)
class DemoNetwork:
    """A generated network: `folder` is a package for the ordinary door.

    `synthetic` names what is invented, as `network.toml` does; the first of `people`
    lands on six teachers to call.
    """

    folder: Path
    network_toml: Path
    as_of: date
    partners: tuple[partners.Partner, ...]
    people: tuple[DemoPerson, ...]
    synthetic: tuple[str, ...]


def generate(
    folder: Path,
    tables: places.Tables,
    *,
    states: Collection[str] = STATES,
    teachers: int = 1500,
    seed: int = 20,
    national: bool = False,
    progress: Progress | None = None,
) -> DemoNetwork:
    """Writes the package into `folder`, on the schools that `tables` (a `Warehouse`) holds of `states`.

    `teachers` are trained ones; `national` takes all states. Same arguments and schools, same bytes.
    BadInput for unknown states, fewer than 30 teachers, a folder in use, or where there are no schools.
    """
    say = progress or (lambda text: None)
    wanted = tuple(NAMES) if national else tuple(state.upper() for state in states)
    _refuse_what_cannot_be(folder, wanted, teachers)
    folder.mkdir(parents=True, exist_ok=True)
    say("Reading the schools")
    here = places.read(tables, wanted)
    plan = partners.plan(here, seed)
    who = people.invent(here, plan, teachers, seed)
    lives = careers.imagine(who, plan, seed)
    say("Writing partners, teachers and workshops")
    for name, columns in _program(here, plan, who, lives, teachers, seed).items():
        write_csv(folder, name, columns)
    enrolled, lacking = enrolment.table(tables, here, seed)
    if lacking:
        write_csv(folder, "school_enrollment", enrolled)
    say("Writing classes and their work")
    _classes(folder, here, plan, who, lives, seed)
    synthetic = (*_INVENTED, *lacking)
    own = settings.write(folder, synthetic)
    return DemoNetwork(folder, own, dates.AS_OF, plan.partners, _logins(plan), synthetic)


def _refuse_what_cannot_be(folder: Path, states: Collection[str], teachers: int) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder} is not empty; a demo's package needs a folder of its own.")
    unknown = sorted(set(states) - set(NAMES))
    if unknown:
        raise BadInput(f'"{unknown[0]}" is not a state; give two letters as in CA, FL, MI.')
    if teachers < _FEWEST:
        raise BadInput(f"a demo needs at least {_FEWEST} teachers, not {teachers}.")


def _program(
    here: places.Places,
    plan: partners.Plan,
    who: people.People,
    lives: careers.Careers,
    teachers: int,
    seed: int,
) -> dict[str, Columns]:
    called = roll.call(who, seed)
    offer = workshops.offer(here, plan, who, seed)
    return {
        **partners.tables(plan),
        **curriculum.tables(),
        **roll.tables(here, plan, who, called, lives, offer, seed),
        **workshops.tables(offer, plan, here),
        **enrollments.tables(here, plan, who, called, lives, offer, seed),
        **extras.tables(here, plan, who, teachers, seed),
    }


def _classes(
    folder: Path,
    here: places.Places,
    plan: partners.Plan,
    who: people.People,
    lives: careers.Careers,
    seed: int,
) -> None:
    classes = sections.plan_classes(here, plan, who, lives, seed)
    seated = members.enrol(classes, seed)
    names = students.pseudonyms(seated.students, seed)
    write_csv(folder, "sections", sections.table(classes, who, seed))
    write_parquet(folder, "students", students.table(here, classes, seated, names, seed))
    write_parquet(folder, "section_students", members.table(classes, seated, names, seed))
    for part, rows in work.parts(classes, seated, names, seed):
        write_parquet(folder, "activity", rows, part=part)


def _logins(plan: partners.Plan) -> tuple[DemoPerson, ...]:
    shown = plan.partners[plan.showcase]
    lead = plan.partners[workshops.lead_partner(plan)]
    return (
        DemoPerson(
            f"mara.sampleton@{shown.id}.example.org",
            "Mara Sampleton",
            "partner",
            shown.id,
            f"manages {shown.name}: six teachers to call, one of them waits for spring",
        ),
        DemoPerson(
            f"omar.testwell@{lead.id}.example.org",
            "Omar Testwell",
            "partner",
            lead.id,
            f"manages {lead.name}, a large neighbour",
        ),
        DemoPerson(
            "priya.demoberg@program.example.org",
            "Priya Demoberg",
            "staff",
            None,
            "program staff: all partners, without anybody's students",
        ),
    )
