"""Addresses of scripts, shots and consents by link."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
