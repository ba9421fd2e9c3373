"""Addresses of the check, the budget, and of what two applications share."""

from django.urls import path

from nastavnik.grants.views import budget, check

urlpatterns = [
    path("grants/applications/<slug:token>/check/", check.show, name="check"),
    path("grants/applications/<slug:token>/budget/", budget.show, name="budget"),
]
