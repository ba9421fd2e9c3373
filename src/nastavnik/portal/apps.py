"""Configuration of the app."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.portal"
    label = "portal"

    def ready(self) -> None:
        """Let the receivers hear."""
        import_module("nastavnik.portal.receivers")
