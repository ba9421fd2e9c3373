"""Addresses of self-checks, and of making them at the desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
