"""Configuration of the app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.people"
    label = "people"
