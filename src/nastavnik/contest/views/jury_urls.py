"""Addresses of the jury and its desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
