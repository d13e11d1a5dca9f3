from django.urls import path

from catchment.portal.recruit import views

urlpatterns = [
    path("schools/", views.school_list, name="schools"),
    path("schools.<str:kind>", views.school_file, name="schools_file"),
    path("schools/<str:school_id>/", views.school, name="school"),
]
