"""Addresses of recommendations and public answers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
