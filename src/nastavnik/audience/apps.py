"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class AudienceConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.audience"
    label = "audience"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.audience.receivers")
