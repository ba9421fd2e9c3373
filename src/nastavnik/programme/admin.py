"""The operator's tables of the programme: to look, to find out. Changes go through the services."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest

from nastavnik.core.admin import ReadOnlyAdmin
from nastavnik.programme.models import Cycle, Enrolment, Handout, Lesson, Partner, Programme, School, Speaker


@admin.register(School)
class SchoolAdmin(ReadOnlyAdmin):
    """The schools of the installation, with where they answer."""

    list_display = ("title", "slug", "host", "path", "owner", "time_zone", "is_demo")
    list_select_related = ("owner",)


@admin.register(Partner)
class PartnerAdmin(ReadOnlyAdmin):
    """With whom schools work."""

    list_display = ("school", "organisation", "position")
    list_select_related = ("school", "organisation")


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    """Years."""

    list_display = ("title", "school", "starts_on", "ends_on", "is_public", "enrolment_policy")
    list_filter = ("school", "is_public")
    list_select_related = ("school",)


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    """Cycles, removed ones too."""

    list_display = ("title", "programme", "position", "removed_at")
    list_select_related = ("programme",)


@admin.register(Lesson)
class LessonAdmin(ReadOnlyAdmin):
    """Lessons, removed ones too."""

    list_display = ("title", "school", "state", "kind", "starts_at", "version", "sequence", "removed_at")
    list_filter = ("school", "state", "kind")
    list_select_related = ("school",)
    search_fields = ("slug", "uid")
    date_hierarchy = "starts_at"


@admin.register(Speaker)
class SpeakerAdmin(ReadOnlyAdmin):
    """Speakers."""

    list_display = ("name", "position", "organisation", "user", "school")
    list_select_related = ("organisation", "user", "school")
    search_fields = ("name_key",)


@admin.register(Handout)
class HandoutAdmin(ReadOnlyAdmin):
    """Handouts with their files."""

    list_display = ("title", "lesson", "file_kind", "file_bytes", "url")
    list_select_related = ("lesson",)
    formfield_overrides = {URLField: {"assume_scheme": "https"}}


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    """Who takes part, and who did."""

    list_display = ("user", "programme", "enrolled_at", "enrolled_by", "left_at")
    list_select_related = ("user", "programme", "enrolled_by")
    list_filter = ("programme",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the newest first."""
        return super().get_queryset(request).order_by("-enrolled_at")
