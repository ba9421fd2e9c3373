"""Addresses of progress: rules, check-ins, surveys, who learnt how much."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
