"""Addresses of what goes to the fund, of what the fund says, and of the board of deadlines."""

from django.urls import path

from nastavnik.grants.views import board, papers

urlpatterns = [
    path("grants/applications/<slug:token>/papers/", papers.show, name="papers"),
    path("desk/grants/", board.show, name="board"),
]
