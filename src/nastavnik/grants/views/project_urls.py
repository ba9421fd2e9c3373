"""Addresses of projects, of beginning and promoting them, and of the templates of funds."""

from django.urls import path

from nastavnik.grants.views import projects

urlpatterns = [
    path("grants/", projects.own, name="own"),
    path("grants/<slug:token>/", projects.show, name="project"),
]
