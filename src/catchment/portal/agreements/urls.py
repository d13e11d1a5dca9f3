from django.urls import path

from catchment.portal.agreements import views

urlpatterns = [
    path("agreement/", views.agreement, name="agreement"),
    path("desk/agreements/", views.accepted, name="agreements"),
]
