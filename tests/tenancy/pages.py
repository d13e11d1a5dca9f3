"""Every address of the site: who may open it, by which methods, and who finds which objects there.

Written by hand, and not taken from the views' own rules: the two must agree. An address that is not here
fails the matrix.
"""

from collections.abc import Callable

from catchment.portal.accounts.models import Membership, User
from catchment.portal.agreements import wording
from tests.portal_release import NORTH, SOUTH, person_id, school_id
from tests.tenancy.account_pages import of_accounts
from tests.tenancy.actors import EVERYBODY, LOOKING, SIGNED_IN, STAFF, THEMSELVES
from tests.tenancy.checkin_pages import of_check_ins
from tests.tenancy.matrix import COLLEAGUES, FOREIGN, MISSING, ONLY, OWN, Example, Page

TEACHERS = ("unaccepted", "viewer", "admin", "manager_looking")
"""Who may see rows of teachers of the North; an administrator who looks as somebody sees none."""
REGION = (*TEACHERS, "administrator_looking")
TEAM_ADMIN = ("admin", *LOOKING)
ADMINISTRATOR = ("no_factor", "administrator")
NETWORK = ("no_factor", "manager", "data", "reviewer", "administrator")
PEOPLE = ("no_factor", "manager", "administrator")
AGREEMENTS = ("no_factor", "manager", "reviewer", "administrator")
AUDIT = ("no_factor", "reviewer", "administrator")

POST = ("POST",)
BOTH = ("GET", "POST")

Room = Callable[[], dict[str, Page]]


def public(methods: tuple[str, ...] = ("GET",), loose: bool = False, **data: object) -> Page:
    return Page(EVERYBODY, methods, {ONLY: Example(data=data)}, guarded=False, loose=loose)


def closed(*methods: str) -> Page:
    """A page of the demo, in a network that is none."""
    return Page(EVERYBODY, methods, finds={ONLY: ()}, guarded=False)


def of(who: tuple[str, ...], methods: tuple[str, ...] = ("GET",)) -> Page:
    return Page(who, methods)


def objects(
    who: tuple[str, ...],
    name: str,
    kinds: dict[str, object],
    finds: dict[str, tuple[str, ...]] | None = None,
    methods: tuple[str, ...] = ("GET",),
    **data: object,
) -> Page:
    """A page of one object, which the address names; all who open it find their own and a colleague's."""
    examples = {kind: Example(kwargs={name: value}, data=data) for kind, value in kinds.items()}
    return Page(who, methods, examples, finds or {OWN: who, COLLEAGUES: who})


def files(who: tuple[str, ...]) -> Page:
    """A file in its kinds; other kinds do not exist."""
    return objects(who, "kind", {OWN: "csv", COLLEAGUES: "xlsx", MISSING: "exe"})


def memberships() -> dict[str, int]:
    """Of the team's administrator, a colleague, a stranger, and nobody's."""
    ids = {row.person.email.partition("@")[0]: row.pk for row in Membership.objects.select_related("person")}
    return {OWN: ids["admin"], COLLEAGUES: ids["viewer"], FOREIGN: ids["foreigner"], MISSING: 10**9}


def pages() -> dict[str, Page]:
    """By the address's name; made anew where objects are, whose numbers differ from test to test."""
    every: tuple[Callable[[], dict[str, Page]], ...] = (
        _open,
        _partner,
        _team,
        _desk,
        _audit,
        of_accounts,
        of_check_ins,
    )
    return {name: page for part in every for name, page in part().items()}


def _open() -> dict[str, Page]:
    return {
        "home": public(),
        "definitions": public(),
        "privacy": public(),
        "account_login": public(BOTH, loose=True, login="nobody@nowhere.invalid", password="x"),
        "account_inactive": public(loose=True),
        "demo": closed("GET"),
        "demo_sign_in": closed("POST"),
        "find": closed("GET"),
        "account_logout": Page(SIGNED_IN, BOTH, guarded=False, while_looking=True, loose=True),
        "view_as_stop": Page(SIGNED_IN, POST, guarded=False, while_looking=True),
        "switch_partner": _switch(),
        "agreement": _agreement(),
    }


def _switch() -> Page:
    own = ("unaccepted", "viewer", "admin")
    kinds = {OWN: NORTH, FOREIGN: SOUTH, MISSING: "no-such-partner"}
    examples = {kind: Example(data={"partner": value}) for kind, value in kinds.items()}
    return Page(THEMSELVES, POST, examples, {OWN: own}, guarded=False)


def _agreement() -> Page:
    """Read and accepted for one's own partner, or for the program; who belongs nowhere has none."""
    text = {"digest": wording.current().digest}
    kinds = {"of the North": NORTH, "of the program": "", FOREIGN: SOUTH, MISSING: "no-such-partner"}
    examples = {kind: Example(data={**text, "partner": value}) for kind, value in kinds.items()}
    members, staff = ("unaccepted", "viewer", "admin"), ("no_factor", *STAFF)
    finds = {ONLY: (*members, *staff), "of the North": members, "of the program": staff}
    return Page(THEMSELVES, BOTH, examples, finds, guarded=False)


def _partner() -> dict[str, Page]:
    teachers = {OWN: person_id(NORTH, 1), FOREIGN: person_id(SOUTH, 1), MISSING: "no-such-person"}
    schools = {OWN: school_id(NORTH, 1), FOREIGN: school_id(SOUTH, 1), MISSING: "000000000000"}
    return {
        "week": of(TEACHERS),
        "roster": of(TEACHERS),
        "teacher": objects(TEACHERS, "person_id", teachers),
        "schools": of(REGION),
        "schools_file": files(REGION),
        "school": objects(REGION, "school_id", schools),
        "region": of(REGION),
        "region_schools": of(REGION),
        "who_file": files(REGION),
    }


def _team() -> dict[str, Page]:
    own, role = memberships(), {"role": "partner_admin"}
    others = {COLLEAGUES: ("admin",)}
    return {
        "team": of(REGION),
        "team_member": objects(TEAM_ADMIN, "membership", own),
        "team_role": objects(TEAM_ADMIN, "membership", own, others, POST, **role),
        "team_remove": objects(TEAM_ADMIN, "membership", own, others, POST),
    }


def _desk() -> dict[str, Page]:
    """A regional manager finds the people of their partners, an administrator those of all."""
    members, role = memberships(), {"role": "partner_viewer"}
    partners = {OWN: NORTH, FOREIGN: SOUTH, MISSING: "no-such-partner"}
    reach = {OWN: PEOPLE, COLLEAGUES: PEOPLE, FOREIGN: ADMINISTRATOR}
    people = {row.email.partition("@")[0]: row.pk for row in User.objects.all()}
    staff = {OWN: "administrator", COLLEAGUES: "data", FOREIGN: "foreigner"}
    staff = {kind: people[name] for kind, name in staff.items()} | {MISSING: 10**9}
    other = {COLLEAGUES: ADMINISTRATOR}
    return {
        "desk": of(NETWORK),
        "agreements": of(AGREEMENTS),
        "people": of(PEOPLE),
        "person": objects(PEOPLE, "membership", members, reach),
        "person_role": objects(PEOPLE, "membership", members, reach, POST, **role),
        "staff": objects(ADMINISTRATOR, "number", staff, {OWN: ADMINISTRATOR, COLLEAGUES: ADMINISTRATOR}),
        "staff_role": objects(ADMINISTRATOR, "number", staff, other, POST, role="none"),
        "staff_close": objects(ADMINISTRATOR, "number", staff, other, POST),
        "person_remove": objects(PEOPLE, "membership", members, reach, POST),
        "view_as": objects(PEOPLE, "membership", members, reach, POST),
        "partner": objects(
            ADMINISTRATOR, "partner_id", partners, {OWN: ADMINISTRATOR, FOREIGN: ADMINISTRATOR}, BOTH
        ),
    }


def _audit() -> dict[str, Page]:
    return {
        "audit": of(AUDIT),
        "audit_teacher": Page(AUDIT, POST, {ONLY: Example(data={"teacher": person_id(SOUTH, 1)})}),
        "exposure": of(AUDIT),
        "exposure_file": files(AUDIT),
    }
