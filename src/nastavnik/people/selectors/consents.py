"""Documents and consents as pages show them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.people.enums import ConsentKind, Place
from nastavnik.people.models import Consent, ConsentText, User
from nastavnik.people.permissions import Actor, can_see_people


@dataclass(frozen=True, slots=True)
class Document:
    """A document in its newest version, and how it stands with the reader.

    `consent` is hers in force to this version; `older` is hers in force to an earlier one.
    """

    kind: ConsentKind
    text: ConsentText
    html: SafeString
    consent: Consent | None
    older: Consent | None


def documents_for(user: User | None, place: Place) -> list[Document]:
    """Return the published documents of the place, in the order they are asked; two queries."""
    newest: dict[str, ConsentText] = {}
    for text in ConsentText.objects.filter(place_kind=place.kind, place_id=place.id).order_by("version"):
        newest[text.kind] = text
    held = list(_in_force(user, place)) if user else []
    return [
        Document(
            kind=kind,
            text=newest[kind],
            html=render_markdown(newest[kind].text),
            consent=next((consent for consent in held if consent.text_id == newest[kind].pk), None),
            older=next((one for one in held if one.text.kind == kind and one.text_id != newest[kind].pk), None),
        )
        for kind in ConsentKind
        if kind in newest
    ]


def _in_force(user: User, place: Place) -> list[Consent]:
    consents = Consent.objects.filter(
        user=user, withdrawn_at=None, text__place_kind=place.kind, text__place_id=place.id
    )
    return list(consents.select_related("text").order_by("-given_at"))


def document_for(place: Place, kind: str) -> Document:
    """Return one document in its newest version, for anybody to read and print."""
    document = next((one for one in documents_for(None, place) if one.kind == kind), None)
    if document is None:
        raise ConsentText.DoesNotExist
    return document


def processing_text(place: Place) -> ConsentText | None:
    """Return the newest text of the consent to processing, which registration asks for."""
    texts = ConsentText.objects.filter(place_kind=place.kind, place_id=place.id, kind=ConsentKind.PROCESSING)
    return texts.order_by("-version").first()


def has_consent(user: User, kind: ConsentKind, place: Place) -> bool:
    """Tell whether a person agrees to a document of the place at present, in whatever version."""
    return Consent.objects.filter(
        user=user, withdrawn_at=None, text__kind=kind, text__place_kind=place.kind, text__place_id=place.id
    ).exists()


def published_texts(actor: Actor, place: Place) -> list[ConsentText]:
    """Return every version of every document of the place, newest first, for the desk."""
    if not can_see_people(actor, place):
        raise PermissionDenied
    texts = ConsentText.objects.filter(place_kind=place.kind, place_id=place.id)
    return list(texts.order_by("kind", "-version"))
