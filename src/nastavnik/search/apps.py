"""Configuration of the app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.search"
    label = "search"
