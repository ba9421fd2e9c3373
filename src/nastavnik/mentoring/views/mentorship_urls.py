"""Addresses of mentorships, plans and meetings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
