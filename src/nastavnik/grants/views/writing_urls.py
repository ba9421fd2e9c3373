"""Addresses of writing an application to a fund, and of what stood there before."""

from django.urls import path

from nastavnik.grants.views import history, writing

urlpatterns = [
    path("grants/applications/<slug:token>/", writing.show, name="grant"),
    path("grants/applications/<slug:token>/history/", history.show, name="history"),
]
