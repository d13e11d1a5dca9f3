"""The site with one more page, whose author forgot to say who may open it."""

from django.http import HttpResponse
from django.urls import path

from catchment.portal import urls

handler404 = urls.handler404
urlpatterns = [*urls.urlpatterns, path("unmarked/", lambda request: HttpResponse("open"))]
