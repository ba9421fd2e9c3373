"""Addresses of viewings. Reports (`/viewed/`) are answered before Django: see `asgi/`."""

from django.urls import path

from nastavnik.audience.views import viewing

urlpatterns = [
    path("videos/<slug:token>/viewing/", viewing.opened, name="viewing_opened"),
    path("videos/<slug:token>/replayed/", viewing.replayed, name="replayed"),
    path("desk/lessons/<slug:uid>/views/", viewing.lesson, name="viewing"),
    path("desk/lessons/<slug:uid>/views/record/", viewing.record, name="viewing_record"),
]
