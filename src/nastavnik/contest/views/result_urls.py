"""Addresses of rankings, minutes, results and what follows them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
