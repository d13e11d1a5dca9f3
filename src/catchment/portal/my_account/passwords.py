"""What a new password must withstand: guessing by a program, and lists of stolen passwords."""

import hashlib
import os
from pathlib import Path
from threading import Lock

import zxcvbn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catchment.portal.accounts.models import User

LONGEST = 128
_WEIGHED = 72
"""Letters that the estimate looks at; what comes after can only make a password harder to guess."""
_ONE_AT_A_TIME = Lock()


class HardToGuess:
    """Refuses what a patient program would guess, the person's own name and address counted as known."""

    def __init__(self, least: int = 3) -> None:
        self.least = least

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("This password is too long. Use at most 128 characters."), "too_long")
        # zxcvbn keeps what is known of a person in one place for everybody
        with _ONE_AT_A_TIME:
            found = zxcvbn.zxcvbn(password[:_WEIGHED], user_inputs=_known(user))
        if found["score"] < self.least:
            raise ValidationError(
                _("This password is too easy to guess. Four or five words without connection are hard."),
                "too_easy",
            )

    def get_help_text(self) -> str:
        return _("Four or five words that do not belong together make a good password.")


class NotStolen:
    """Refuses what is on a list of stolen passwords, where there is one (`CATCHMENT_STOLEN_PASSWORDS`).

    The list is a sorted text file of SHA-1 hashes in capitals, one a line, whole or all cut to one length;
    what comes after a colon does not count. Nothing is asked of any other machine.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        file = settings.CATCHMENT_STOLEN_PASSWORDS
        if file is not None and _holds(
            file, hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()
        ):
            raise ValidationError(
                _("This password is on a list of passwords that were stolen elsewhere. Choose another."),
                "stolen",
            )

    def get_help_text(self) -> str:
        return _("Do not use a password that you use elsewhere.")


def _known(user: User | None) -> list[str]:
    if user is None:
        return ["catchment"]
    return ["catchment", *user.email.replace("@", " ").replace(".", " ").split(), *user.name.split()]


def _holds(file: Path, digest: str) -> bool:
    """Whether the last line of the sorted file that is not past the digest begins it.

    By halving: the list may have a billion lines.
    """
    wanted, found = digest.upper().encode(), b""
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            # to the next line that begins here or later
            lines.seek(max(middle - 1, 0))
            if middle:
                lines.readline()
            line = lines.readline().partition(b":")[0].strip() if lines.tell() < high else b""
            if line and line <= wanted:
                low, found = lines.tell(), line
            else:
                high = middle
    return bool(found) and wanted.startswith(found)
