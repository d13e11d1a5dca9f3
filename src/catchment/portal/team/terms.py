"""The form for what the program settles about a partner."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catchment.portal.accounts.models import ManagedPartner, PartnerTerms, User
from catchment.portal.team import usecases


class TermsForm(forms.Form):
    """Filled from what is settled now."""

    ends_on = forms.DateField(
        label=_("First day without access"),
        help_text=_("From this day on nobody of this partner can open its pages. Leave it blank for no end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "usa-input"}, format="%Y-%m-%d"),
    )
    second_factor = forms.BooleanField(
        label=_("Ask everybody of this partner for a second factor"),
        required=False,
    )
    managers = forms.ModelMultipleChoiceField(
        label=_("Regional managers who look after this partner"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, partner_id: str, data: Any = None) -> None:
        self.partner_id = partner_id
        terms = PartnerTerms.objects.filter(pk=partner_id).first() or PartnerTerms(partner_id=partner_id)
        managers = ManagedPartner.objects.filter(partner_id=partner_id).values_list("person_id", flat=True)
        initial = {
            "ends_on": terms.ends_on,
            "second_factor": terms.second_factor,
            "managers": list(managers),
        }
        super().__init__(data, initial=initial)
        everybody = User.objects.filter(staff_role="regional_manager", is_active=True)
        self.fields["managers"].queryset = everybody.order_by("name")

    def save(self, *, by: User) -> None:
        said = self.cleaned_data
        managers = {person.pk for person in said["managers"]}
        usecases.settle(
            by=by,
            partner_id=self.partner_id,
            ends_on=said["ends_on"],
            second_factor=said["second_factor"],
            managers=managers,
        )
