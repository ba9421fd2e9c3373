"""The school's glossary: how words are written, and putting right what recognisers and people wrote otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school
from nastavnik.video.models import Cue, GlossaryTerm
from nastavnik.video.selectors.glossary import glossary_of
from nastavnik.video.services.editions import (
    BATCH,
    Edition,
    begin_edition,
    change_cue,
    finish_edition,
    keep_version,
    record,
)
from nastavnik.video.text.glossary import Glossary
from nastavnik.video.text.lines import plain_line
from nastavnik.video.text.wording import carried

__all__ = [
    "Correction",
    "TermEmpty",
    "TermKnown",
    "add_term",
    "apply_glossary",
    "change_term",
    "glossary_of",
    "remove_term",
]

LONGEST_TERM = 120
MOST_FORMS = 60


class TermKnown(Refusal):
    """The glossary has this word already."""

    message = _("The glossary has this word already. Change that entry instead.")


class TermEmpty(Refusal):
    """No word was given, or a longer one than 120 characters."""

    message = _("Write the word as it should stand, in at most 120 characters.")


@dataclass(frozen=True, slots=True)
class Correction:
    """A phrase of the preview that a person chose: nothing is changed in it if it is at another version by now."""

    cue_id: int
    version: int


@transaction.atomic
def add_term(
    *,
    actor: Actor,
    school: School,
    term: str,
    now: datetime,
    variants: Sequence[str] = (),
    synonyms: Sequence[str] = (),
) -> GlossaryTerm:
    """Add a word. Raises `TermKnown`, `TermEmpty`."""
    _check(actor, school)
    plain = _term(term)
    row = GlossaryTerm(school=school, term=plain, created_at=now)
    row.variants, row.synonyms = _forms(variants, plain), _forms(synonyms, plain)
    with _once_in_school():
        row.save()
    journal.record(actor=actor, verb="glossary term added", subject=school, now=now, term=plain)
    return row


@transaction.atomic
def change_term(
    *,
    actor: Actor,
    school: School,
    term_id: int,
    term: str,
    now: datetime,
    variants: Sequence[str] = (),
    synonyms: Sequence[str] = (),
) -> GlossaryTerm:
    """Write a word of the school's glossary anew. Raises `TermKnown`, `TermEmpty`."""
    _check(actor, school)
    row = GlossaryTerm.objects.select_for_update().get(pk=term_id, school=school)
    before, row.term = row.term, _term(term)
    row.variants, row.synonyms = _forms(variants, row.term), _forms(synonyms, row.term)
    with _once_in_school():
        row.save(update_fields=["term", "variants", "synonyms"])
    journal.record(actor=actor, verb="glossary term changed", subject=school, now=now, before=before, after=row.term)
    return row


@transaction.atomic
def remove_term(*, actor: Actor, school: School, term_id: int, now: datetime) -> None:
    """Take a word out of the school's glossary; transcripts stay as they are."""
    _check(actor, school)
    row = GlossaryTerm.objects.get(pk=term_id, school=school)
    row.delete()
    journal.record(actor=actor, verb="glossary term removed", subject=school, now=now, term=row.term)


@contextmanager
def _once_in_school() -> Iterator[None]:
    """Let the database say whether a word is there: two people may write the same at once. Raises `TermKnown`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise TermKnown from error


def _check(actor: Actor, school: School) -> None:
    if not can_run_school(actor, school):
        raise PermissionDenied


def _term(text: str) -> str:
    plain = plain_line(text)
    if not plain or len(plain) > LONGEST_TERM:
        raise TermEmpty
    return plain


def _forms(forms: Iterable[str], term: str) -> list[str]:
    """Return the forms once each, without those that are the term itself."""
    plain = dict.fromkeys(plain_line(form)[:LONGEST_TERM] for form in forms)
    return [form for form in plain if form and form != term][:MOST_FORMS]


@transaction.atomic
def apply_glossary(
    *, actor: Actor, school: School, chosen: Sequence[Correction], now: datetime, term_id: int | None = None
) -> int:
    """Put right the phrases that a person chose in `preview_glossary` (of one word, if `term_id`); return how many changed.

    How each transcript stood before is kept as a version.
    """
    _check(actor, school)
    versions = {one.cue_id: one.version for one in chosen}
    rows = Cue.objects.filter(pk__in=versions, transcript__video__school=school).order_by("transcript", "pk")
    transcripts = dict.fromkeys(rows.values_list("transcript", flat=True))
    glossary = glossary_of(school.pk, term_id)
    return sum(_apply_to(transcript, versions, glossary, actor=actor, now=now) for transcript in transcripts)


def _apply_to(transcript_id: int, versions: dict[int, int], glossary: Glossary, *, actor: Actor, now: datetime) -> int:
    edition = begin_edition(actor=actor, transcript_id=transcript_id, now=now)
    chosen = Cue.objects.filter(transcript=transcript_id, pk__in=versions)
    right = [(cue, glossary.applied(cue.text)) for cue in chosen if cue.version == versions[cue.pk]]
    wrong = [(cue, text) for cue, text in right if text != cue.text]
    if not wrong:
        return 0
    keep_version(edition, "glossary applied")
    _write(edition, wrong)
    record(edition, "glossary applied", phrases=len(wrong))
    finish_edition(edition)
    return len(wrong)


def _write(edition: Edition, wrong: list[tuple[Cue, str]]) -> None:
    for cue, text in wrong:
        change_cue(edition, cue)
        cue.words = carried(cue.text, cue.words, text)
        cue.text = text
    rows = [cue for cue, _text in wrong]
    Cue.objects.bulk_update(rows, ["text", "words", "version", "earlier"], batch_size=BATCH)
