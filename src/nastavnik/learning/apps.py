"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.learning"
    label = "learning"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.learning.receivers")
