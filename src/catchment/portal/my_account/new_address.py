"""Change the address of an account: asked for by its person, confirmed by whoever reads mail at both."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from catchment.portal import audit, mail, one_time
from catchment.portal.accounts import addresses
from catchment.portal.accounts.models import User
from catchment.portal.my_account.models import LASTS, EmailChange

Link = Callable[[str], str]


def ask(person: User, new_email: str, link: Link, program: str) -> None:
    """Write to both addresses. A change asked for earlier is off.

    An address that has an account gets a letter without a link, so that the page can say the same of all.
    NotSent if the mail server refuses.
    """
    old, new = one_time.new_word(), one_time.new_word()
    taken = User.objects.filter(email=new_email).exists()
    content = {"old": person.email, "new": new_email, "program": program}
    with transaction.atomic():
        EmailChange.objects.open().filter(person=person).update(ended=timezone.now())
        EmailChange.objects.create(
            person=person,
            new_email=new_email,
            expires=timezone.now() + LASTS,
            old_hash=one_time.hash_of(old),
            new_hash=one_time.hash_of(new),
        )
        audit.record(by=person, action="account.email_ask", about=person)
    mail.send(person.email, "email_change_old", {**content, "link": link(old)}, by=person)
    letter = "email_change_taken" if taken else "email_change_new"
    mail.send(new_email, letter, content if taken else {**content, "link": link(new)}, by=person)


def by_word(word: str) -> EmailChange | None:
    """The open change that a link belongs to, either of its two."""
    digest = one_time.hash_of(word)
    return EmailChange.objects.open().filter(Q(old_hash=digest) | Q(new_hash=digest)).first()


def is_old(change: EmailChange, word: str) -> bool:
    """Whether a link is that of the letter to the present address."""
    return change.old_hash == one_time.hash_of(word)


def confirm(word: str) -> EmailChange | None:
    """Note what the link confirms; with the second one the address is changed and every session ends.

    None if the change is open no longer, or the new address has got an account meanwhile.
    """
    digest = one_time.hash_of(word)
    try:
        with transaction.atomic():
            open_now = EmailChange.objects.select_for_update().open()
            change = open_now.filter(Q(old_hash=digest) | Q(new_hash=digest)).first()
            if change is None:
                return None
            which = "old" if change.old_hash == digest else "new"
            _note(change, f"{which}_confirmed")
            audit.record(by=None, action="account.email_confirm", about=change.person, object=which)
            if change.old_confirmed and change.new_confirmed:
                _make(change)
            return change
    except IntegrityError:
        return None


def stop(word: str) -> None:
    """It was not me: the change is off. Only the letter to the old address can say so."""
    with transaction.atomic():
        change = EmailChange.objects.open().filter(old_hash=one_time.hash_of(word)).first()
        if change is not None:
            _note(change, "ended")
            audit.record(by=change.person, action="account.email_stop", about=change.person)


def _note(change: EmailChange, field: str) -> None:
    setattr(change, field, timezone.now())
    change.save(update_fields=[field])


def _make(change: EmailChange) -> None:
    person = User.objects.select_for_update(no_key=True).get(pk=change.person_id)
    person.email = change.new_email
    person.save(update_fields=["email"])
    addresses.confirm(person)
    _note(change, "ended")
    for session in UserSession.objects.filter(user=person):
        session.end()
    audit.record(by=person, action="account.email_change", about=person)
