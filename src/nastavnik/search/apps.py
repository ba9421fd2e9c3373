"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.search"
    label = "search"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.search.receivers")
