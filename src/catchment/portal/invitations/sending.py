"""Invite somebody, send the letter again, take an invitation back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from catchment.network.errors import BadInput
from catchment.portal import audit, mail, one_time
from catchment.portal.accounts import roles, who_may
from catchment.portal.accounts.models import User
from catchment.portal.invitations.models import LASTS, Invitation

STAFF = tuple(dict(roles.STAFF_CHOICES))
NOT_NOW = "No further letter can go to this address now. Try again later, or ask your regional manager."
"""The same after too many letters and where the program has invited the person: that is not told."""


@dataclass(frozen=True)
class Sender:
    """Who sends, and what a letter says beside the invitation itself."""

    person: User
    program: str
    partners: dict[str, str]
    link: Callable[[str], str]
    """The address of the page that opens with a word."""


def gives(person: User, partner_id: str, role: str) -> bool:
    """Whether a person may give a role. A role of the program is the program's to give, wherever it holds."""
    where = "" if role in STAFF else partner_id
    return role in {each.code for each in who_may.may_give(person, where)}


def invite(sender: Sender, *, email: str, name: str, partner_id: str, role: str) -> Invitation:
    """Send a first letter, or a new one where an invitation to the same place is waiting.

    Http404 if the sender may not give the role there; BadInput if the address or the name is none. Whether
    the address has an account makes no difference. NotSent if the mail server refuses; the invitation stays.
    """
    if not gives(sender.person, partner_id, role):
        raise Http404
    address = _address(email)
    if not name.strip():
        raise BadInput("Say the name of the person.")
    if is_own(sender.person, address):
        raise BadInput("You cannot invite yourself. Ask a colleague to do it.")
    word = one_time.new_word()
    wanted = _new(sender.person, name.strip(), role, word)
    with transaction.atomic():
        waiting = Invitation.objects.select_for_update().waiting()
        invitation, made = waiting.get_or_create(email=address, partner_id=partner_id, defaults=wanted)
        if not made:
            _replace(sender.person, invitation, wanted)
        _note(sender.person, "invitation.send", invitation)
    _post(sender, invitation, word)
    return invitation


def send_again(sender: Sender, invitation: Invitation) -> None:
    """A new letter with a new link; the old link is dead. Http404 if it waits no more or is not theirs."""
    word = one_time.new_word()
    with transaction.atomic():
        mine = _locked(sender.person, invitation)
        _replace(sender.person, mine, _new(sender.person, mine.name, mine.role, word))
        _note(sender.person, "invitation.send_again", mine)
    _post(sender, mine, word)


def take_back(by: User, invitation: Invitation) -> None:
    """The link is dead at once. Http404 if it waits no more, or is not theirs to take back."""
    with transaction.atomic():
        _end(by, _locked(by, invitation))


def take_back_from(by: User, email: str, partner_id: str) -> None:
    """Whoever is taken off a team does not come back by a letter that waits. The program's letters stay."""
    rows = Invitation.objects.select_for_update().waiting()
    for row in rows.filter(email=email.lower(), partner_id=partner_id).exclude(role__in=STAFF):
        _end(by, row)


def take_back_all_of(by: User | None, person: User) -> None:
    """What waits for somebody, and what they sent: they may neither come nor bring anybody."""
    both = Q(email__iexact=person.email) | Q(invited_by=person)
    for row in Invitation.objects.select_for_update().waiting().filter(both):
        _end(by, row)


def waiting_at(partners: Collection[str], into_program: bool) -> QuerySet[Invitation]:
    """The waiting invitations to teams of some partners; with `into_program` those into the program, too."""
    rows = Invitation.objects.waiting().select_related("invited_by")
    if into_program:
        return rows.filter(partner_id__in=[*partners, ""])
    return rows.filter(partner_id__in=partners).exclude(role__in=STAFF)


def is_own(person: User, address: str) -> bool:
    """Whether somebody would invite themself, and so give themself what they may only give others."""
    return person.email.casefold() == address.casefold()


def _end(by: User | None, invitation: Invitation) -> None:
    invitation.revoked = timezone.now()
    invitation.save(update_fields=["revoked"])
    _note(by, "invitation.take_back", invitation)


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadInput("That is no e-mail address. One looks like ada@example.org.") from error
    return address


def _new(by: User, name: str, role: str, word: str) -> dict[str, Any]:
    now = timezone.now()
    times = {"sent": now, "expires": now + LASTS}
    return {"invited_by": by, "name": name, "role": role, "word_hash": one_time.hash_of(word), **times}


def _replace(by: User, invitation: Invitation, wanted: dict[str, Any]) -> None:
    if not gives(by, invitation.partner_id, invitation.role):
        raise BadInput(NOT_NOW)
    for field, content in wanted.items():
        setattr(invitation, field, content)
    invitation.save()


def _locked(person: User, invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update().waiting().filter(pk=invitation.pk).first()
    if row is None or not gives(person, row.partner_id, row.role):
        raise Http404
    return row


def _note(by: User | None, action: str, invitation: Invitation) -> None:
    audit.record(
        by=by,
        action=action,
        object=f"invitation {invitation.pk}",
        partner_id=invitation.partner_id,
        detail={"role": invitation.role},
    )


def _post(sender: Sender, invitation: Invitation, word: str) -> None:
    context = {
        "name": invitation.name,
        "inviter": sender.person.name,
        "inviter_email": sender.person.email,
        "program": sender.program,
        "partner": "" if invitation.for_staff else sender.partners.get(invitation.partner_id, ""),
        "link": sender.link(word),
        "days": str(LASTS.days),
    }
    mail.send(invitation.email, "invitation", context, by=sender.person, partner_id=invitation.partner_id)
