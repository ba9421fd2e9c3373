"""Configuration of the app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.core"
    label = "core"
