"""Addresses that servers in front of ours ask."""

from django.urls import URLPattern, path

from nastavnik.live.views import hooks

urlpatterns: list[URLPattern] = [path("live/hooks/publish/", hooks.publish, name="publish_hook")]
