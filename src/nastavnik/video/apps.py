"""Configuration of the app."""

from django.apps import AppConfig


class VideoConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.video"
    label = "video"
