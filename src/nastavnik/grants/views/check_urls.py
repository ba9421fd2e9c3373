"""Addresses of the check, the budget, and of what two applications share."""

from django.urls import path

from nastavnik.grants.views import budget, check, overlap

AT = "grants/applications/<slug:token>"
urlpatterns = [
    path(f"{AT}/check/", check.show, name="check"),
    path(f"{AT}/overlap/", overlap.overlaps, name="overlap"),
    path(f"{AT}/overlap/<slug:other>/", overlap.overlap_with, name="overlap_with"),
    path(f"{AT}/budget/", budget.show, name="budget"),
    path(f"{AT}/budget/save/", budget.save, name="save_budget"),
    path(f"{AT}/budget/paste/", budget.paste, name="paste_budget"),
    path(f"{AT}/budget/budget.xlsx", budget.file, name="budget_file"),
]
