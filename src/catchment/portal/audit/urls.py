from django.urls import path

from catchment.portal.audit import views

urlpatterns = [
    path("desk/audit/", views.search, name="audit"),
    path("desk/audit/teacher/", views.find_teacher, name="audit_teacher"),
    path("desk/audit/exposure/", views.exposed, name="exposure"),
    path("desk/audit/exposure.<slug:kind>", views.exposed_file, name="exposure_file"),
]
