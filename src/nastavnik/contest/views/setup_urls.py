"""Addresses of setting a contest up, and its public page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
