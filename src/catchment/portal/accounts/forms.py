from typing import Any

from allauth.account.forms import LoginForm


class SignIn(LoginForm):
    """E-mail and password, named by their labels alone: a placeholder vanishes when it is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = "usa-input"
