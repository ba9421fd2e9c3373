"""Addresses of the kernel: display preferences, health."""

from django.urls import URLPattern

app_name = "core"
urlpatterns: list[URLPattern] = []
