"""allauth's forms of passkeys, which take what is none for a wrong one and not for a fault of ours."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

NONE = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError, struct.error)
"""What reading it raises where it is none."""


class _Credential(forms.JSONField):
    """What a browser says of a passkey."""

    def __init__(self, shape: type[AuthenticationResponse] | type[RegistrationResponse]) -> None:
        super().__init__(widget=forms.HiddenInput)
        self.shape = shape

    def to_python(self, value: Any) -> Any:
        try:
            said = super().to_python(value)
            self.shape.from_dict(said)
        except NONE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return said


class Add(webauthn.AddWebAuthnForm):
    credential = _Credential(RegistrationResponse)


class AddFirst(webauthn.SignupWebAuthnForm):
    credential = _Credential(RegistrationResponse)


class Enter(webauthn.LoginWebAuthnForm):
    credential = _Credential(AuthenticationResponse)


class SecondStep(webauthn.AuthenticateWebAuthnForm):
    credential = _Credential(AuthenticationResponse)


class Again(webauthn.ReauthenticateWebAuthnForm):
    credential = _Credential(AuthenticationResponse)
