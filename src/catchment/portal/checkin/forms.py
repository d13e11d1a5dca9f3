from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catchment.words.checkins import ANSWERS


class AnswerForm(forms.Form):
    """One question, one of five answers."""

    answer = forms.ChoiceField(
        choices=tuple(ANSWERS.items()), error_messages={"required": _("Choose one of the answers.")}
    )


class EmailForm(forms.Form):
    """The address under which the teacher wants to be reached."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@school.org."),
        },
    )

    def __init__(self, *args: Any, now: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now or ""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email.casefold() == self._now.casefold():
            raise forms.ValidationError(_("This is the address that your partner has. Change it first."))
        if set("?&%") & set(email):
            # Allowed in addresses, used by nobody, and more than an address where one begins a letter.
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"])
        return email
