from django.urls import path

from catchment.portal.desk import views

urlpatterns = [
    path("desk/", views.overview, name="desk"),
]
