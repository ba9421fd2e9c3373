"""Addresses of a broadcast for viewers, who watch it at its lesson, and of its recording at the desk."""

from django.urls import URLPattern, path

from nastavnik.live.views import lesson, recording

urlpatterns: list[URLPattern] = [
    path("live/broadcasts/<slug:token>/state/", lesson.state, name="state"),
    path("live/answers/<slug:token>/", lesson.answer, name="answer"),
    path("desk/broadcasts/<slug:token>/trim/", recording.trim, name="trim"),
]
