"""Every read of people for pages. Callers import from here."""

from nastavnik.people.selectors.consents import (
    Document,
    document_for,
    documents_for,
    has_consent,
    processing_text,
    published_texts,
)
from nastavnik.people.selectors.notices import Outbox, notice_choices, notices_of, outbox
from nastavnik.people.selectors.own_data import own_data
from nastavnik.people.selectors.people import (
    PersonPage,
    invitation_by,
    is_of_desk,
    people_listing,
    person_for,
    person_page,
)
from nastavnik.people.selectors.places import (
    libraries_to_choose,
    library_for,
    library_listing,
    organisation_for,
    organisation_listing,
    organisations_to_choose,
)
from nastavnik.people.selectors.staff_lists import Preview, preview, staff_lists
from nastavnik.people.selectors.state import PageState, page_state

__all__ = [
    "Document",
    "Outbox",
    "PageState",
    "PersonPage",
    "Preview",
    "document_for",
    "documents_for",
    "has_consent",
    "invitation_by",
    "is_of_desk",
    "libraries_to_choose",
    "library_for",
    "library_listing",
    "notice_choices",
    "notices_of",
    "organisation_for",
    "organisation_listing",
    "organisations_to_choose",
    "outbox",
    "own_data",
    "page_state",
    "people_listing",
    "person_for",
    "person_page",
    "preview",
    "processing_text",
    "published_texts",
    "staff_lists",
]
