"""Addresses of certificates, their verification, and the badges."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
