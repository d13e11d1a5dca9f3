"""What the settings ask of a password, all validators together, and how one is kept."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from catchment.portal import settings as deployed
from catchment.portal.accounts.models import User

ADA = User(email="ada.tester@north.invalid", name="Ada Tester")


@pytest.mark.parametrize(
    "password", ["vK7#pQz2mXw", "Ada Tester 1815", "ada.tester@north", "123456789012345678"]
)
def test_short_ones_and_what_is_known_of_the_person_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, ADA)


@pytest.mark.parametrize(
    "password",
    [
        "vK7#pQz2mXwL",
        "ten green heron tables",
        "зелёная цапля и стол",
        "otter ladder quill heron spoon violet marble canyon bucket 1847 sand",
        "🙂 ladder otter 41 quill",
    ],
)
def test_long_ones_of_any_letters_are_taken(password):
    validate_password(password, ADA)


def test_they_are_kept_by_a_slow_hash():
    """The tests' own hasher is quick; a deployed site has Django's first."""
    assert not hasattr(deployed, "PASSWORD_HASHERS")
    kept = PBKDF2PasswordHasher().encode("ten green heron tables", "a salt of a test")
    assert kept.startswith("pbkdf2_sha256$1000000$")
