"""The addresses of the teacher's door, and of those who send teachers there."""

from tests.portal_release import NORTH, SOUTH, person_id
from tests.tenancy.actors import EVERYBODY, LOOKING
from tests.tenancy.matrix import FOREIGN, MISSING, ONLY, OWN, Example, Page

POST, BOTH = ("POST",), ("GET", "POST")
PARTNER = ("unaccepted", "viewer", "admin")
"""Nobody of the program sends a link in a partner's name."""
DESK = ("no_factor", "manager", "reviewer", "administrator")
TEACHERS = {OWN: person_id(NORTH, 1), FOREIGN: person_id(SOUTH, 1), MISSING: "no-such-person"}
AT_THE_DOOR = ("check_in_answer", "check_in_email", "check_in_stop", "check_in_leave")


def of_check_ins() -> dict[str, Page]:
    return {name: _closed(POST) for name in AT_THE_DOOR} | {
        "check_in": _closed(("GET",)),
        "check_in_link": _link(),
        "ask_check_in": _about_a_teacher(PARTNER, BOTH, {"how": "link"}),
        "stop_sharing": _about_a_teacher((*PARTNER, *LOOKING), POST, {}),
        "desk_stop_sharing": Page(DESK, BOTH, {ONLY: Example(data={"email": "x@teacher.invalid"})}),
        "desk_stop_sharing_now": _now(),
    }


def _closed(methods: tuple[str, ...]) -> Page:
    """Nobody of the matrix has opened a teacher's link: the door says that it is closed."""
    return Page(EVERYBODY, methods, finds={ONLY: ()}, guarded=False, over=True)


def _link() -> Page:
    """Everybody sees the button, which opens nothing for a link that is none, or for who is signed in."""
    missing = {MISSING: Example({"secret": "no-such-link"})}
    signed_in = tuple(name for name in EVERYBODY if name != "nobody")
    finds = {MISSING: EVERYBODY, f"POST {MISSING}": signed_in}
    return Page(EVERYBODY, BOTH, missing, finds, guarded=False, over=True)


def _about_a_teacher(who: tuple[str, ...], methods: tuple[str, ...], data: dict[str, object]) -> Page:
    examples = {kind: Example({"person_id": number}, data) for kind, number in TEACHERS.items()}
    return Page(who, methods, examples, {OWN: who})


def _now() -> Page:
    partners = {OWN: NORTH, FOREIGN: SOUTH, MISSING: "no-such-partner"}
    examples = {
        kind: Example(data={"teacher": TEACHERS[kind], "partner": partner})
        for kind, partner in partners.items()
    }
    return Page(DESK, POST, examples, {OWN: DESK, FOREIGN: ("reviewer", "administrator")})
