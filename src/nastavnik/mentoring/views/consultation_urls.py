"""Addresses of asking, and one's own questions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
