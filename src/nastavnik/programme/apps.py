"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.programme"
    label = "programme"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.programme.receivers")
