"""Configuration of the app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """See README.md of this folder."""

    name = "nastavnik.live"
    label = "live"

    def ready(self) -> None:
        """Listen to the news of the apps below."""
        from nastavnik.live import receivers  # noqa: F401, PLC0415 -- Django's registry is ready only here
