"""How every form of the site looks: named by its labels, errors beside their field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

GOOD_PASSWORD = _(
    "At least 12 letters. Four or five words without connection are good; take none that you use elsewhere."
)
_LOOKS = {forms.Select: "usa-select", forms.CheckboxInput: "usa-checkbox__input"}


class Plain:
    """Put before a form's class. A placeholder vanishes when it is needed, so there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = _LOOKS.get(type(field.widget), "usa-input")
