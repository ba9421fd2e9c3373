"""Addresses of production cards."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
