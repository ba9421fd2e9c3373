"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.mentoring.receivers")
