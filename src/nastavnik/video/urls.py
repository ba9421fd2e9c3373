"""Addresses of the app. Uploads (`/uploads/`) and the files of films are answered before Django: see `asgi/`."""

from django.urls import path

from nastavnik.video.views import desk, uploads, watch

app_name = "video"
urlpatterns = [
    path("videos/<slug:token>/", watch.watch, name="watch"),
    path("videos/<slug:token>/status/", watch.status, name="status"),
    path("videos/<slug:token>/chapters.vtt", watch.chapters, name="chapters"),
    path("videos/<slug:token>/position/", watch.position, name="position"),
    path("videos/<slug:token>/poster/", watch.poster, name="poster"),
    path("embed/<slug:token>/", watch.embed, name="embed"),
    path("desk/videos/", desk.desk, name="desk"),
    path("desk/videos/in-work/", desk.in_work, name="in_work"),
    path("desk/videos/new/", uploads.new, name="new"),
    path("desk/videos/uploads/", uploads.begin, name="begin_upload"),
    path("desk/videos/uploads/<slug:token>/", uploads.arrived, name="uploaded"),
    path("desk/videos/<slug:token>/", desk.film, name="film"),
    path("desk/videos/<slug:token>/progress/", desk.progress, name="progress"),
    path("desk/videos/<slug:token>/edit/", desk.edit, name="edit"),
    path("desk/videos/<slug:token>/replace/", uploads.replace, name="replace"),
    path("desk/videos/<slug:token>/retry/", desk.retry, name="retry"),
    path("desk/videos/<slug:token>/remove/", desk.remove, name="remove"),
    path("desk/videos/<slug:token>/restore/", desk.restore, name="restore"),
]
