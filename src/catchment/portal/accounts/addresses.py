"""The one address of an account. allauth keeps a table of its own; it never holds another one than ours."""

from allauth.account.models import EmailAddress

from catchment.portal.accounts.models import User


def confirm(person: User) -> None:
    """The person has shown that they read mail at their address; no other leads to the account any more."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
