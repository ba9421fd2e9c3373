"""Configuration of the app."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.programme"
    label = "programme"
