from django.urls import path

from catchment.portal.tryout import views

urlpatterns = [path("demo/find/", views.find, name="find")]
