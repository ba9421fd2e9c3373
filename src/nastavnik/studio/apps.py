"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.studio"
    label = "studio"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.studio.receivers")
