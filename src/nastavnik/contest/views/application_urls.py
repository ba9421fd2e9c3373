"""Addresses of applications and their formal check."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
