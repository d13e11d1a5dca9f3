from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from catchment.portal.accounts import roles
from catchment.portal.accounts.models import User
from catchment.portal.forms import GOOD_PASSWORD, Plain

PROGRAM = "program"
"""The place of who works for the program as a whole; partner ids are never so short of meaning."""
CHOOSE = ("", _("Choose"))
"""What stands first: whoever may give many places and roles says which."""


class Invite(Plain, forms.Form):
    """Whom to invite, where to and as what; `into_program` where roles of the program are to give."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    partner = forms.ChoiceField(label=_("Partner"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args, partners: dict[str, str], into_program: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        places = [*sorted(partners.items(), key=lambda item: item[1])]
        if into_program:
            places.insert(0, (PROGRAM, _("The program, no single partner")))
            self.fields["role"].choices = [
                CHOOSE,
                (_("At a partner"), roles.PARTNER_CHOICES),
                (_("In the program"), roles.STAFF_CHOICES),
            ]
        else:
            self.fields["role"].choices = roles.PARTNER_CHOICES
        self.fields["partner"].choices = [CHOOSE, *places]
        if len(places) == 1:
            self.fields["partner"].widget = forms.HiddenInput()
            self.initial["partner"] = places[0][0]

    @property
    def place(self) -> str:
        """The partner's id; blank for the program as a whole."""
        chosen = self.cleaned_data["partner"]
        return "" if chosen == PROGRAM else chosen

    def clean(self) -> dict:
        content = super().clean()
        role, partner = content.get("role"), content.get("partner")
        if partner == PROGRAM and role in dict(roles.PARTNER_CHOICES):
            self.add_error("partner", _("Say at which partner."))
        if partner != PROGRAM and role in dict(roles.STAFF_CHOICES) and role != roles.RegionalManager.code:
            self.add_error("partner", _("This role holds in the program as a whole."))
        return content


class SetUp(Plain, forms.Form):
    """Name and password of a new account."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        disabled=True,
        required=False,
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=GOOD_PASSWORD,
    )

    def clean(self) -> dict:
        content = super().clean()
        if "password" in content:
            person = User(email=self.initial["email"], name=content.get("name", ""))
            try:
                validate_password(content["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return content
