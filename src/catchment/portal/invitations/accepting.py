"""Use an invitation: find it by its link, prepare the account, and join."""

from django.db import transaction
from django.utils import timezone

from catchment.network.errors import BadInput
from catchment.portal import audit, clock, one_time
from catchment.portal.accounts import addresses, running, usecases
from catchment.portal.accounts.models import ManagedPartner, Membership, User
from catchment.portal.invitations import sending
from catchment.portal.invitations.models import Invitation

NO_LONGER = "This link no longer works: it was used, taken back, or has run out."


def by_word(word: str) -> Invitation | None:
    """The open invitation that a link leads to."""
    return _if_still_given(Invitation.objects.open().filter(word_hash=one_time.hash_of(word)).first())


def by_hash(word_hash: str) -> Invitation | None:
    """The open invitation that somebody had opened before; sent again, it is another one."""
    return _if_still_given(Invitation.objects.open().filter(word_hash=word_hash).first())


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited address has already, open or closed; none while it is only prepared."""
    person = User.objects.filter(email=invitation.email).first()
    return None if person is None or is_prepared(person) else person


def is_prepared(person: User) -> bool:
    """Whether an account was made for an invitation and waits until that is used."""
    return not person.is_active and person.last_login is None and not person.has_usable_password()


def prepare(invitation: Invitation) -> User:
    """The account to be: closed, without any means to sign in. Prepared once, whoever asks how often."""
    with transaction.atomic():
        person, made = User.objects.get_or_create(
            email=invitation.email, defaults={"name": invitation.name, "is_active": False, "password": "!"}
        )
        if made:
            audit.record(by=None, about=person, action="account.prepare")
        Invitation.objects.filter(pk=invitation.pk).update(person=person)
    return person


def accept(invitation: Invitation, *, name: str = "", password: str = "") -> User:
    """Join, and open the account if it was prepared, with a password where one is given.

    Of two that use it at once one wins; the other gets BadInput, as does who comes too late. Whoever has an
    account already keeps its name and password.
    """
    with transaction.atomic():
        _use_up(invitation)
        person = User.objects.select_for_update(no_key=True).get(pk=prepare(invitation).pk)
        if is_prepared(person):
            _open(person, name or invitation.name, password)
        if not person.is_active:
            raise BadInput("This account is closed. Ask your program's regional manager.")
        _join(invitation, person)
        audit.record(
            by=person,
            action="invitation.accept",
            object=f"invitation {invitation.pk}",
            partner_id=invitation.partner_id,
            detail={"role": invitation.role},
        )
    return person


def _if_still_given(invitation: Invitation | None) -> Invitation | None:
    """Whoever may invite no longer leaves no door open, nor one for themself by the address they take on."""
    if invitation is None or sending.is_own(invitation.invited_by, invitation.email):
        return None
    still = sending.gives(invitation.invited_by, invitation.partner_id, invitation.role)
    return invitation if still and not _left_since(invitation) else None


def _left_since(invitation: Invitation) -> bool:
    """Whether the person's time at the partner has ended after the letter was sent."""
    time_there = Membership.objects.filter(person__email=invitation.email, partner_id=invitation.partner_id)
    since, until = timezone.localdate(invitation.sent), clock.day_of_accounts()
    return not invitation.for_staff and time_there.filter(left__gt=since, left__lte=until).exists()


def _use_up(invitation: Invitation) -> None:
    locked = Invitation.objects.select_for_update().open()
    same = locked.filter(pk=invitation.pk, word_hash=invitation.word_hash).first()
    if same is None or _if_still_given(same) is None:
        raise BadInput(NO_LONGER)
    same.used = timezone.now()
    same.save(update_fields=["used"])


def _open(person: User, name: str, password: str) -> None:
    person.name, person.is_active = name, True
    if password:
        person.set_password(password)
    person.save()
    addresses.confirm(person)


def _join(invitation: Invitation, person: User) -> None:
    if invitation.for_staff:
        person.staff_role = invitation.role
        person.save(update_fields=["staff_role"])
        if invitation.partner_id:
            ManagedPartner.objects.get_or_create(person=person, partner_id=invitation.partner_id)
        return
    if invitation.partner_id in {row.partner_id for row in running.memberships(person)}:
        return
    usecases.join(
        person=person,
        partner_id=invitation.partner_id,
        role=invitation.role,
        since=clock.day_of_accounts(),
        by=invitation.invited_by,
    )
