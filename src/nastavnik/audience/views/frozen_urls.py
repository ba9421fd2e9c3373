"""Addresses of frozen reports."""

from django.urls import path

from nastavnik.audience.views import frozen

urlpatterns = [
    path("desk/reports/frozen/", frozen.show_all, name="frozen_reports"),
    path("desk/reports/freeze/", frozen.freeze, name="freeze"),
    path("desk/reports/frozen/<slug:token>/", frozen.show, name="frozen_report"),
    path("desk/reports/frozen/<slug:token>/figures/<str:code>/", frozen.figure, name="frozen_figure"),
    path("desk/reports/frozen/<slug:token>/remove/", frozen.remove, name="remove_report"),
    path("desk/reports/frozen/<slug:token>/restore/", frozen.restore, name="restore_report"),
]
