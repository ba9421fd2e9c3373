"""Configuration of the app."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.publishing"
    label = "publishing"
