"""The operator's tables of people: to look, to find out; changes go through the school's own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from nastavnik.people.models import (
    Consent,
    ConsentText,
    Letter,
    Library,
    Organisation,
    RoleAssignment,
    StaffImport,
    User,
)


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """A table nobody changes here: services check rights, journal and tell others, the admin would not."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts, without the hash of the password."""

    list_display = ("full_name", "email", "is_active", "is_staff", "last_login", "erased_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name_key", "email")
    exclude = ("password", "groups", "user_permissions")


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ReadOnlyAdmin):
    """Who holds which role where."""

    list_display = ("user", "role", "place_kind", "place_id", "granted_at")
    list_filter = ("role", "place_kind")
    list_select_related = ("user",)


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    """Legal entities."""

    list_display = ("name", "legal_form")
    search_fields = ("name_key",)


@admin.register(Library)
class LibraryAdmin(ReadOnlyAdmin):
    """Libraries."""

    list_display = ("name", "number", "kind", "organisation")
    list_select_related = ("organisation",)
    search_fields = ("name_key",)


@admin.register(ConsentText)
class ConsentTextAdmin(ReadOnlyAdmin):
    """Published documents."""

    list_display = ("kind", "version", "place_kind", "place_id", "published_at")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Who agreed to what."""

    list_display = ("user", "text", "given_at", "withdrawn_at", "how")
    list_select_related = ("user", "text")


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """The outbox, without the letters' texts: they carry links and codes."""

    list_display = ("subject", "to_email", "state", "attempts", "created_at", "sent_at", "fault")
    list_filter = ("state", "fault")
    exclude = ("text", "html", "unsubscribe_url")


@admin.register(StaffImport)
class StaffImportAdmin(ReadOnlyAdmin):
    """Imported staff lists."""

    list_display = ("file_name", "state", "uploaded_by", "created_at", "applied_at", "undone_at")
    list_select_related = ("uploaded_by",)
