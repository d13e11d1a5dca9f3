from django.urls import path

from catchment.portal.dashboard import views

urlpatterns = [
    path("week/", views.week, name="week"),
    path("region/", views.overview, name="region"),
    path("region/who.<str:kind>", views.who_file, name="who_file"),
    path("region/schools.geojson", views.schools_geojson, name="region_schools"),
]
