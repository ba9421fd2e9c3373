"""Configuration of the app."""

from django.apps import AppConfig


class VideoConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.video"
    label = "video"

    def ready(self) -> None:
        """Listen to the news of the app itself."""
        from nastavnik.video import receivers  # noqa: F401, PLC0415 -- Django's registry is ready only here
