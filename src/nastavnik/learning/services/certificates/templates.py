"""How certificates look, and who gets one."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from nastavnik.core import journal, pictures
from nastavnik.core.ids import new_token
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.models import CertificateRule, CertificateSignature, CertificateTemplate
from nastavnik.learning.permissions import can_issue_certificates
from nastavnik.learning.services.certificates.refusals import PictureNotUsable, TemplateChangedMeanwhile
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Programme, School

MOST_BYTES = 2**20
LARGEST_SIDE = 600
FOLDER = "certificates/signatures"


@dataclass(frozen=True, slots=True)
class SignatureWords:
    """Who signs. `picture` is a new picture (bytes of PNG or JPEG); `keeps_picture` leaves the one that is there."""

    name: str
    position: str = ""
    picture: bytes | None = None
    keeps_picture: bool = True


@transaction.atomic
def edit_template(
    *,
    actor: Actor,
    school_id: int,
    kind: CertificateKind,
    heading: str,
    before: str,
    after: str,
    place: str,
    has_seal: bool,
    has_themes: bool,
    signatures: Sequence[SignatureWords],
    version: int,
    now: datetime,
) -> CertificateTemplate:
    """Say how certificates of a kind read from now on. Raises `TemplateChangedMeanwhile`, `PictureNotUsable`."""
    school = School.objects.select_for_update().get(pk=school_id)
    if not can_issue_certificates(actor, school):
        raise PermissionDenied
    template, _is_new = CertificateTemplate.objects.select_for_update().get_or_create(school=school, kind=kind)
    if template.version != version:
        raise TemplateChangedMeanwhile
    words = {"heading": heading, "before": before, "after": after, "place": place}
    for name, value in {**words, "has_seal": has_seal, "has_themes": has_themes, "version": version + 1}.items():
        setattr(template, name, value)
    template.save(update_fields=[*words, "has_seal", "has_themes", "version"])
    _write_signatures(template, signatures)
    journal.record(actor=actor, verb="template_changed", subject=template, now=now)
    return template


def _write_signatures(template: CertificateTemplate, signatures: Sequence[SignatureWords]) -> None:
    before = dict(template.signatures.values_list("place", "picture"))
    template.signatures.all().delete()
    CertificateSignature.objects.bulk_create(
        CertificateSignature(
            template=template,
            place=place,
            name=words.name,
            position=words.position,
            picture=_picture(words, before.get(place, "")),
        )
        for place, words in enumerate(signatures)
    )


def _picture(words: SignatureWords, before: str) -> str:
    if words.picture is not None:
        return keep_picture(words.picture)
    return before if words.keeps_picture else ""


def keep_picture(content: bytes) -> str:
    """Put the picture of a signature into the storage as a PNG of ours; return its name there. Raises `PictureNotUsable`."""
    if len(content) > MOST_BYTES:
        raise PictureNotUsable
    try:
        drawn = pictures.bare_picture(io.BytesIO(content), ("PNG", "JPEG"), largest_side=LARGEST_SIDE)
    except (pictures.TooManyPoints, pictures.NoPicture) as error:
        raise PictureNotUsable from error
    target = io.BytesIO()
    drawn.convert("RGBA").save(target, "PNG", optimize=True)
    return str(default_storage.save(f"{FOLDER}/{new_token()}.png", ContentFile(target.getvalue())))


@transaction.atomic
def set_certificate_rule(
    *,
    actor: Actor,
    programme_id: int,
    hours: Decimal | None,
    lessons: int | None,
    version: int,
    now: datetime,
) -> CertificateRule:
    """Say from how many hours or lessons a participant gets a certificate. Raises `TemplateChangedMeanwhile`.

    One of the two is given. What was issued stays, whatever the rule becomes.
    """
    programme = Programme.objects.select_for_update(of=("self",)).select_related("school").get(pk=programme_id)
    if not can_issue_certificates(actor, programme.school):
        raise PermissionDenied
    rule = CertificateRule.objects.filter(programme=programme).first() or CertificateRule(programme=programme)
    if rule.version != version:
        raise TemplateChangedMeanwhile
    rule.hours, rule.lessons, rule.version = hours, lessons, version + 1
    rule.save()
    told = {"hours": str(hours or ""), "lessons": lessons or 0}
    journal.record(actor=actor, verb="rule_changed", subject=rule, now=now, **told)
    return rule
