"""What is answered before Django: films on their way in (`tus`) and films that are watched (`media`)."""

from nastavnik.video.asgi.media import media
from nastavnik.video.asgi.tus import PREFIX as UPLOADS_PREFIX
from nastavnik.video.asgi.tus import tus

__all__ = ["UPLOADS_PREFIX", "media", "tus"]
