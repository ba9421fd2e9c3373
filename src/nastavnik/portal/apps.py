"""Configuration of the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.portal"
    label = "portal"
