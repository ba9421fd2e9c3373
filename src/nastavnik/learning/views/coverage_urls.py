"""Addresses of coverage. Reports (`/watched/`) are answered before Django: see `asgi/`."""

from django.urls import path

from nastavnik.learning.views import coverage

urlpatterns = [
    path("videos/<slug:token>/watched/", coverage.watched, name="watched"),
]
