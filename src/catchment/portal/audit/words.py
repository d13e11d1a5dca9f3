"""How the record says what somebody did: each action in words, and what it was about."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catchment.portal.accounts.roles import BY_CODE

ACTIONS = {
    "account.close": _("Closed an account"),
    "account.codes_view": _("Looked at the recovery codes"),
    "account.email_ask": _("Asked for another e-mail address"),
    "account.email_change": _("Changed the e-mail address"),
    "account.email_confirm": _("Confirmed a change of the e-mail address at one of both"),
    "account.email_stop": _("Stopped a change of the e-mail address"),
    "account.factor_add": _("Set up a second factor"),
    "account.factor_refused": _("Gave a wrong second factor"),
    "account.factor_remove": _("Removed a second factor"),
    "account.factor_rename": _("Renamed a passkey"),
    "account.factor_renew": _("Made new recovery codes"),
    "account.factor_use": _("Used a second factor"),
    "account.open": _("Opened an account"),
    "account.password_change": _("Changed the password"),
    "account.password_reset": _("Set a new password by a letter"),
    "account.password_set": _("Set a password"),
    "account.prepare": _("Prepared an account for an invitation"),
    "account.reset_unknown": _("Asked to reset a password for an unknown address"),
    "account.sign_on_add": _("Connected single sign-on"),
    "account.staff_role": _("Changed a role in the program"),
    "agreement.accept": _("Accepted the agreement"),
    "audit.exposure": _("Looked up who saw a release"),
    "audit.find": _("Looked up a teacher in this record"),
    "audit.forget": _("Removed events past their time"),
    "audit.search": _("Searched this record"),
    "checkin.answer": _("Answered by a check-in link"),
    "checkin.ask": _("Made a check-in link"),
    "checkin.correct_email": _("Changed a teacher’s e-mail address by a mailed check-in link"),
    "checkin.open": _("Opened a check-in link"),
    "checkin.view": _("Looked at a teacher’s row by a check-in link"),
    "consent.import": _("Imported other consents of teachers"),
    "consent.withdraw": _("Stopped sharing a teacher’s data"),
    "desk.view": _("Looked at the network’s partners"),
    "export.file": _("Took a file"),
    "invitation.accept": _("Accepted an invitation"),
    "invitation.send": _("Invited somebody"),
    "invitation.send_again": _("Sent an invitation again"),
    "invitation.take_back": _("Took an invitation back"),
    "job.attack": _("Asked for an attack on a release"),
    "job.build": _("Asked for a build"),
    "job.publish": _("Asked to publish a release"),
    "mail.check_in": _("Sent a check-in link"),
    "mail.email_corrected": _("Told a teacher that their address changed"),
    "mail.send": _("Sent a letter"),
    "manager.join": _("Named as manager of a partner"),
    "manager.leave": _("No longer manager of a partner"),
    "membership.join": _("Added to a partner"),
    "membership.leave": _("Left a partner"),
    "membership.role": _("Changed a role"),
    "partner.switch": _("Switched to another partner"),
    "partner.terms": _("Changed a partner’s settings"),
    "session.end_others": _("Signed out everywhere else"),
    "session.refused": _("Could not sign in"),
    "session.sign_in": _("Signed in"),
    "session.sign_out": _("Signed out"),
    "teachers.find": _("Looked up with whom a teacher shares"),
    "teachers.view": _("Looked at teachers"),
    "view_as.page": _("Looked at a page as somebody else"),
    "view_as.start": _("Began to look as somebody else"),
    "view_as.stop": _("Stopped looking as somebody else"),
}
KINDS = {
    "sign-in": (_("Signing in and out"), ("session.",)),
    "teachers": (_("Teachers looked at"), ("teachers.",)),
    "files": (_("Files taken"), ("export.",)),
    "letters": (_("Letters sent"), ("mail.",)),
    "people": (
        _("Accounts, roles and agreements"),
        ("account.", "agreement.", "invitation.", "manager.", "membership.", "partner."),
    ),
    "looking": (_("Looking as somebody else"), ("view_as.",)),
    "consent": (_("Check-ins and consent"), ("checkin.", "consent.")),
    "releases": (_("Figures and releases of the network"), ("desk.", "job.", "release.")),
    "audit": (_("This record"), ("audit.",)),
}
"""What the record can be searched for: a name, and how the actions of the kind begin."""
OBJECTS = {
    "partners": _("list of partners"),
    "roster": _("roster"),
    "teacher": _("a teacher’s page"),
    "week": _("This week"),
    **{code: role.name for code, role in BY_CODE.items()},
}


def action(code: str) -> Any:
    """An action in words; one of a later release, or of an earlier one, as its code."""
    return ACTIONS.get(code, code)


def object(code: str) -> Any:
    """What it was about: the page, the file, the role."""
    return OBJECTS.get(code, code)
