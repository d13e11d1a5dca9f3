"""The names are those that allauth looks up."""

from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from django.urls import path

from catchment.portal.accounts.access import Rule, opened_by
from catchment.portal.sign_on import views

PUBLIC = opened_by(Rule.PUBLIC)
_OF = "sign-in/saml/<str:organization_slug>"

urlpatterns = [
    path("sign-in/with/<str:provider_id>/", views.oidc_begin, name="openid_connect_login"),
    path("sign-in/with/<str:provider_id>/back/", PUBLIC(oidc.callback), name="openid_connect_callback"),
    path(f"{_OF}/", views.saml_begin, name="saml_login"),
    path(f"{_OF}/back/", views.saml_back, name="saml_acs"),
    path(f"{_OF}/back/finish/", PUBLIC(saml.finish_acs), name="saml_finish_acs"),
    path(f"{_OF}/ended/", views.saml_ended, name="saml_sls"),
    path(f"{_OF}/metadata/", PUBLIC(saml.metadata), name="saml_metadata"),
    path("sign-in/cancelled/", views.cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/failed/", views.failed, name="socialaccount_login_error"),
]
