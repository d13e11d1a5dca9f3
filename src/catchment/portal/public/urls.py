from django.urls import path

from catchment.portal.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("definitions/", views.definitions, name="definitions"),
    path("privacy/", views.protection, name="privacy"),
]
