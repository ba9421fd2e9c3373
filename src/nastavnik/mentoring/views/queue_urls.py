"""Addresses of the mentor's queue, themes, profiles and the methodist's overview."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
