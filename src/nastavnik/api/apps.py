"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.api"
    label = "api"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.api.receivers")
