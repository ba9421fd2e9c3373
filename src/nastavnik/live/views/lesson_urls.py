"""Addresses of a broadcast for viewers; they watch it at its lesson."""

from django.urls import URLPattern, path

from nastavnik.live.views import lesson

urlpatterns: list[URLPattern] = [
    path("live/broadcasts/<slug:token>/state/", lesson.state, name="state"),
]
