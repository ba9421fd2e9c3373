"""Addresses of slots and appointments."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
