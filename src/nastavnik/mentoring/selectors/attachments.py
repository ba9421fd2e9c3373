"""Files of consultations, for who may read them."""

from dataclasses import dataclass

from django.urls import reverse

from nastavnik.mentoring.models import Attachment
from nastavnik.mentoring.permissions import attachments_visible_to
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import MEDIA_TYPES, HandoutKind
from nastavnik.programme.models import School

PICTURES = frozenset({HandoutKind.JPEG, HandoutKind.PNG})


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file as a page names it; a picture can be shown."""

    token: str
    name: str
    url: str
    bytes: int
    kind_label: str
    is_picture: bool
    width: int
    height: int


def attachment_row(attachment: Attachment) -> AttachmentRow:
    """Return a file as a page names it."""
    kind = HandoutKind(attachment.kind)
    return AttachmentRow(
        token=attachment.token,
        name=attachment.name,
        url=reverse("mentoring:attachment", args=[attachment.token]),
        bytes=attachment.bytes,
        kind_label=str(kind.label),
        is_picture=kind in PICTURES,
        width=attachment.width,
        height=attachment.height,
    )


def attachment_for(actor: Actor, school: School, token: str) -> Attachment:
    """Return a file that `actor` may have. Raises `Attachment.DoesNotExist`."""
    return attachments_visible_to(actor, school).get(token=token)


def media_type_of(attachment: Attachment) -> str:
    """Return as what a file is sent."""
    return MEDIA_TYPES[HandoutKind(attachment.kind)]
