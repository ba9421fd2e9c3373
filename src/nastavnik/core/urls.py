"""Addresses of the kernel: display preferences, the gallery of components, health."""

from django.urls import path

from nastavnik.core import health, views

app_name = "core"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("health/", health.health, name="health"),
    path("dev/ui/", views.components, name="components"),
]
