from django.urls import path

from catchment.portal.security import views

urlpatterns = [path("session/", views.session, name="session")]
