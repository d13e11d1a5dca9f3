"""Which extra columns look personal. The contract's own columns are never asked about."""

import re

STUDENT_TABLES = frozenset({"students", "section_students", "activity"})

_NEVER = {"password", "passwd", "pwd", "passphrase", "ssn", "socialsecurity", "birth", "birthday", "dob"}
"""Of anybody, in any table."""

_PERSONAL = {
    "name",
    "email",
    "mail",
    "address",
    "street",
    "phone",
    "mobile",
    "surname",
    "nickname",
    "username",
}
_PERSONAL |= {
    "login",
    "parent",
    "guardian",
    "initials",
    "photo",
    "ip",
    "age",
    "birthdate",
    "firstname",
    "lastname",
}

_STUDENT = {"student", "students", "pupil", "child", "kid", "learner", "parent", "guardian"}

_THINGS = {"lesson", "course", "unit", "section", "school", "district", "level", "script", "class", "file"}
"""A `lesson_name` names no person."""

_SQUASHED = re.compile(
    r"password|passwd|socialsecurity|birth|email|phone|firstname|lastname|fullname|surname|username|nickname"
    r"|studentname|familyname|givenname|displayname|homeaddress|streetaddress"
)
_SQUASHED_NEVER = re.compile(r"password|passwd|socialsecurity|birth")


def looks_personal(table: str, column: str) -> bool:
    """Whether an unknown column of the table must not be taken in: a password or birthday of anybody,
    anything of a student that says who they are."""
    words = _words(column)
    squashed = "".join(words)
    if _NEVER.intersection(words) or _SQUASHED_NEVER.search(squashed):
        return True
    personal = bool(_PERSONAL.intersection(words) or _SQUASHED.search(squashed))
    if table in STUDENT_TABLES:
        return personal and not _THINGS.intersection(words)
    of_student = bool(_STUDENT.intersection(words)) or squashed.startswith("student")
    return personal and of_student


def _words(column: str) -> list[str]:
    """`StudentEMail` and `student_e-mail` alike: student, email."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column)
    words = [word for word in re.split(r"[^a-z0-9]+", split.lower()) if word]
    joined = " ".join(words).replace("e mail", "email").replace("social security", "socialsecurity")
    return joined.split()
