from django.urls import path

from catchment.portal.roster import views

urlpatterns = [
    path("roster/", views.roster, name="roster"),
    path("roster/<str:person_id>/", views.teacher, name="teacher"),
]
