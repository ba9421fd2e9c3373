"""Addresses of the broadcast."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
