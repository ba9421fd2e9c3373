"""The operator's tables: to look at; changes go through the services."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from nastavnik.video.models import ProcessingStep, Rendition, Upload, Video

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = admin.ModelAdmin  # takes no parameter while it runs


class ReadOnly(AnyAdmin):
    """A table that can be looked at only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: films are made by the services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: films are changed by the services."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: removed films are deleted with their files by the sweep."""
        return False


@admin.register(Video)
class VideoAdmin(ReadOnly):
    """Films with what processing says of them."""

    list_display = (
        "title",
        "state",
        "percent",
        "attempt",
        "failures",
        "refusal",
        "warning",
        "created_at",
        "removed_at",
    )
    list_filter = ("state", "access", "refusal", "warning")
    search_fields = ("title", "token", "source_name")


@admin.register(Rendition)
class RenditionAdmin(ReadOnly):
    """Qualities of the builds that are shown."""

    list_display = ("video", "name", "width", "height", "bandwidth", "bytes")


@admin.register(ProcessingStep)
class ProcessingStepAdmin(ReadOnly):
    """Steps with what ffmpeg said."""

    list_display = ("video", "name", "started_at", "finished_at", "folder")


@admin.register(Upload)
class UploadAdmin(ReadOnly):
    """Films on their way here."""

    list_display = ("name", "length", "owner", "created_at", "finished_at", "expires_at")
