"""Addresses of the report."""

from django.urls import path

from nastavnik.audience.views import report

urlpatterns = [
    path("desk/reports/", report.show, name="report"),
    path("desk/reports/figures/<str:code>/", report.figure, name="figure"),
]
