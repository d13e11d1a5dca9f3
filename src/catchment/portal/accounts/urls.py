from django.urls import path

from catchment.portal.accounts import demo, views

# The names that start with account_ are those that allauth looks up.
urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("sign-in/closed/", views.inactive, name="account_inactive"),
    path("partner/", views.switch, name="switch_partner"),
    path("demo/", demo.cards, name="demo"),
    path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
]
