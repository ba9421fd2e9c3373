"""Addresses of what other systems ask of the school: LTI, and the settings of xAPI."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
