"""Every read of people for pages. Callers import from here."""

from nastavnik.people.models import User as Person
from nastavnik.people.selectors.consents import (
    Document,
    document_for,
    documents_for,
    has_consent,
    processing_text,
    published_texts,
)
from nastavnik.people.selectors.entry import (
    InvitationPage,
    ProfilePage,
    SecurityPage,
    invitation_page,
    profile_page,
    security_page,
)
from nastavnik.people.selectors.notices import Outbox, notice_choices, notices_of, outbox, subscription
from nastavnik.people.selectors.own_data import own_data
from nastavnik.people.selectors.people import (
    PersonPage,
    can_run,
    check_can_run,
    consents_of,
    is_person_here,
    people_listing,
    person_for,
    person_page,
)
from nastavnik.people.selectors.places import (
    LibraryPage,
    OrganisationPage,
    libraries_to_choose,
    libraries_to_invite_to,
    library_for,
    library_listing,
    library_page,
    organisation_for,
    organisation_listing,
    organisation_page,
    organisations_to_choose,
)
from nastavnik.people.selectors.staff_lists import Preview, kept_count, preview, staff_lists
from nastavnik.people.selectors.state import PageState, page_state

__all__ = [
    "Document",
    "InvitationPage",
    "LibraryPage",
    "OrganisationPage",
    "Outbox",
    "PageState",
    "Person",
    "PersonPage",
    "Preview",
    "ProfilePage",
    "SecurityPage",
    "can_run",
    "check_can_run",
    "consents_of",
    "document_for",
    "documents_for",
    "has_consent",
    "invitation_page",
    "is_person_here",
    "kept_count",
    "libraries_to_choose",
    "libraries_to_invite_to",
    "library_for",
    "library_listing",
    "library_page",
    "notice_choices",
    "notices_of",
    "organisation_for",
    "organisation_listing",
    "organisation_page",
    "organisations_to_choose",
    "outbox",
    "own_data",
    "page_state",
    "people_listing",
    "person_for",
    "person_page",
    "preview",
    "processing_text",
    "profile_page",
    "published_texts",
    "security_page",
    "staff_lists",
    "subscription",
]
