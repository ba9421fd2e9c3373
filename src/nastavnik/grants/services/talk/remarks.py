"""Remarks on an application: made, answered, resolved one by one, opened anew, withdrawn. They do not change what stands in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.checking.characters import normal
from nastavnik.core import journal
from nastavnik.grants.funds.anchors import find
from nastavnik.grants.models import GrantApplication, GrantRemark
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.talk.words import words_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.locking import locked
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.grants.services.talk.refusals import RemarkAnswered, RemarkEmpty, TooManyRemarks, WordsNotThere
from nastavnik.grants.services.talk.telling import tell_of_answer, tell_of_remark, tell_of_resolving
from nastavnik.people.models import User

LONGEST_BODY, LONGEST_QUOTE = 4000, 1000
# of one application, with their answers
MOST_REMARKS = 1000
# within it the same words are a second click on the button
SAME_CLICK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Spot:
    """Of what a remark is: a field, a row of its table, words in it and where they stood; without words, of all of it."""

    field_key: str
    row_id: str = ""
    quote: str = ""
    begin: int = 0


@transaction.atomic
def add_remark(*, actor: User, grant_id: int, spot: Spot, body: str, now: datetime) -> GrantRemark:
    """Say something of a field or of words in it; said twice within a minute it is said once.

    Raises `FieldGone`, `WordsNotThere`, `RemarkEmpty`, `TooManyRemarks`.
    """
    grant = locked(actor, grant_id)
    remark = GrantRemark(grant=grant, author=actor, body=_words(body), made_at=now, field_key=spot.field_key)
    remark.row_id, remark.quote, remark.begin = _found(grant, spot)
    return _said(remark, actor, now)


@transaction.atomic
def answer_remark(*, actor: User, remark_id: int, body: str, now: datetime) -> GrantRemark:
    """Answer a remark. Raises `RemarkEmpty`, `TooManyRemarks`."""
    root = _locked_remark(actor, remark_id)
    thread = root.parent or root
    answer = GrantRemark(grant=root.grant, parent=thread, author=actor, body=_words(body), made_at=now)
    answer.field_key, answer.row_id = thread.field_key, thread.row_id
    return _said(answer, actor, now)


@transaction.atomic
def resolve_remark(*, actor: User, remark_id: int, now: datetime) -> GrantRemark:
    """Say of a remark that nothing is left to be done about it. Safe to repeat."""
    remark = _locked_remark(actor, remark_id)
    if remark.parent_id is None and remark.resolved_at is None:
        _mark(remark, actor, now, verb="grant_remark_resolved", resolved_at=now)
        tell_of_resolving(remark, actor=actor, now=now)
    return remark


@transaction.atomic
def reopen_remark(*, actor: User, remark_id: int, now: datetime) -> GrantRemark:
    """Say of a resolved remark that something is still to be done about it. Safe to repeat."""
    remark = _locked_remark(actor, remark_id)
    if remark.resolved_at is not None:
        _mark(remark, actor, now, verb="grant_remark_reopened", resolved_at=None)
    return remark


@transaction.atomic
def withdraw_remark(*, actor: User, remark_id: int, now: datetime) -> None:
    """Take back one's own remark or answer, as long as nobody has answered it. Raises `RemarkAnswered`."""
    remark = _locked_remark(actor, remark_id)
    if remark.author_id != actor.pk:
        raise PermissionDenied
    thread = remark.parent_id or remark.pk
    if GrantRemark.objects.filter(parent=thread, pk__gt=remark.pk).exists():
        raise RemarkAnswered
    journal.record(actor=actor, verb="grant_remark_withdrawn", subject=remark.grant, now=now, body=remark.body)
    remark.delete()


def _words(body: str) -> str:
    words = normal(body).strip()[:LONGEST_BODY]
    if not words:
        raise RemarkEmpty
    return words


def _found(grant: GrantApplication, spot: Spot) -> tuple[str, str, int]:
    """Return the row, the words as they stand in the field, and where they do."""
    field = template_of(grant.template).form.field(spot.field_key)
    if field is None:
        raise FieldGone
    quote = normal(spot.quote).strip()[:LONGEST_QUOTE].strip()
    if not quote:
        return spot.row_id, "", 0
    words = words_of(field, content_of(grant).values, spot.row_id)
    anchor = find(words, quote, spot.begin)
    if anchor is None:
        raise WordsNotThere
    return spot.row_id, words[anchor.begin : anchor.end][:LONGEST_QUOTE], anchor.begin


def _said(remark: GrantRemark, actor: User, now: datetime) -> GrantRemark:
    if (same := _same_click(remark, now)) is not None:
        return same
    if GrantRemark.objects.filter(grant=remark.grant).count() >= MOST_REMARKS:
        raise TooManyRemarks
    remark.save(force_insert=True)
    is_answer = remark.parent_id is not None
    verb = "grant_remark_answered" if is_answer else "grant_remark_made"
    journal.record(actor=actor, verb=verb, subject=remark.grant, now=now, remark=remark.token)
    (tell_of_answer if is_answer else tell_of_remark)(remark, actor=actor, now=now)
    return remark


def _same_click(remark: GrantRemark, now: datetime) -> GrantRemark | None:
    same = {name: getattr(remark, name) for name in ("grant", "parent", "author", "field_key", "row_id", "quote")}
    said = GrantRemark.objects.filter(**same, body=remark.body, made_at__gt=now - SAME_CLICK)
    return said.filter(resolved_at=None).first()


def _locked_remark(actor: User, remark_id: int) -> GrantRemark:
    """Return a remark whose application is locked. Raises `PermissionDenied`, `GrantRemark.DoesNotExist`."""
    grant = locked(actor, GrantRemark.objects.values_list("grant_id", flat=True).get(pk=remark_id))
    remark = GrantRemark.objects.select_related("parent").get(pk=remark_id)
    remark.grant = grant
    return remark


def _mark(remark: GrantRemark, actor: User, now: datetime, *, verb: str, resolved_at: datetime | None) -> None:
    remark.resolved_at, remark.resolved_by = resolved_at, actor if resolved_at else None
    remark.save(update_fields=["resolved_at", "resolved_by"])
    journal.record(actor=actor, verb=verb, subject=remark.grant, now=now, remark=remark.token)
