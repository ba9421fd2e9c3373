"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.grants"
    label = "grants"

    def ready(self) -> None:
        """Let the receivers hear, and pages of contests lead on to funds."""
        import_module("nastavnik.grants.receivers")
        import_module("nastavnik.grants.selectors.projects.from_contest")
