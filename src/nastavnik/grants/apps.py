"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.grants"
    label = "grants"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.grants.receivers")
