"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.publishing.receivers")
