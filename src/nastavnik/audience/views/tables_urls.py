"""Addresses of own tables."""

from django.urls import path

from nastavnik.audience.views import tables

urlpatterns = [
    path("desk/reports/tables/", tables.show_all, name="own_tables"),
    path("desk/reports/tables/new/<slug:rows>/", tables.build, name="build_table"),
    path("desk/reports/tables/<slug:token>/", tables.show, name="own_table"),
    path("desk/reports/tables/<slug:token>/remove/", tables.remove, name="remove_table"),
]
