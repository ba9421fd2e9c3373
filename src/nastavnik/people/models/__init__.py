"""People, their organisations and libraries, roles, consents, notices and imported staff lists."""

from nastavnik.people.models.accounts import Invitation, RoleAssignment, User, UserManager
from nastavnik.people.models.consents import Consent, ConsentRound, ConsentText
from nastavnik.people.models.notices import Letter, Notice, NoticeHours, NoticePreference
from nastavnik.people.models.places import Library, NetworkMember, Organisation
from nastavnik.people.models.push import PushMessage, PushSubscription
from nastavnik.people.models.staff_lists import StaffImport, StaffImportRow

__all__ = [
    "Consent",
    "ConsentRound",
    "ConsentText",
    "Invitation",
    "Letter",
    "Library",
    "NetworkMember",
    "Notice",
    "NoticeHours",
    "NoticePreference",
    "Organisation",
    "PushMessage",
    "PushSubscription",
    "RoleAssignment",
    "StaffImport",
    "StaffImportRow",
    "User",
    "UserManager",
]
