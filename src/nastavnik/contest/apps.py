"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class ContestConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.contest"
    label = "contest"

    def ready(self) -> None:
        """Let the receivers hear, and the page of verification find diplomas."""
        import_module("nastavnik.contest.receivers")
        import_module("nastavnik.contest.selectors.results.verify")
