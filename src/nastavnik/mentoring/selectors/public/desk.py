"""Public answers at the methodist's desk: all of them, what could become one, and one that is prepared."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.mentoring.enums import Audience, ConsultationState, PublicState
from nastavnik.mentoring.models import Consultation, PublicAnswer, PublicMoment, Theme
from nastavnik.mentoring.permissions import answers_to_consent, can_publish, consultations_visible_to
from nastavnik.mentoring.selectors.own_questions import mark_of, title_of
from nastavnik.mentoring.selectors.public.pages import PublicPage, preview
from nastavnik.mentoring.selectors.public.personal import names_of, pieces_of
from nastavnik.mentoring.selectors.public.wording import hash_of, must_consent
from nastavnik.mentoring.text.contacts import Lead, Piece
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

MOST_CANDIDATES = 20
ANSWERED = (ConsultationState.ANSWERED, ConsultationState.CLOSED)
BADGES = {
    PublicState.PREPARED: "neutral",
    PublicState.ASKED: "waiting",
    PublicState.REFUSED: "wrong",
    PublicState.PUBLIC: "ok",
    PublicState.WITHDRAWN: "plain",
}
LEADS = {
    Lead.PERSON: _("a person"),
    Lead.PLACE: _("a place"),
    Lead.LIBRARY: _("a library"),
    Lead.PHONE: _("a telephone"),
    Lead.MAIL: _("a mail address"),
    Lead.LINK: _("an address on the network"),
    Lead.NAME: _("perhaps a name"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An answer in the list of all."""

    title: str
    # of the question, where it is known still
    number: int | None
    url: str
    theme: str
    state: PublicState
    helped: int
    doubtful: int
    changed_at: datetime

    @property
    def state_label(self) -> str:
        """Return its state in words."""
        return str(self.state.label)

    @property
    def title_in_file(self) -> str:
        """Return what it is called where it leaves the school: a title that is not public may be an asker's own words."""
        if self.state == PublicState.PUBLIC:
            return self.title
        return f"№ {self.number}" if self.number is not None else ""


ANSWERS = Table[Line](
    name="public-answers",
    columns=(
        Column("title", _("Question"), lambda one: one.title, order=("title",), link=lambda one: one.url),
        Column("theme", _("Theme"), lambda one: one.theme, order=("theme",)),
        Column("state", _("State"), lambda one: one.state_label, order=("state",)),
        Column("helped", _("Helped readers"), lambda one: one.helped, order=("helped",), is_number=True),
        Column("doubtful", _("Moments to check"), lambda one: one.doubtful, order=("doubtful",), is_number=True),
        Column("changed", _("Changed"), lambda one: one.changed_at, order=("changed",)),
    ),
    filters=(
        Filter("q", _("Search"), keep=lambda one, text: search_key(text) in search_key(f"{one.title} {one.theme}")),
        Filter("state", _("State"), keep=lambda one, state: one.state == state, choices=tuple(PublicState.choices)),
    ),
    order="-changed",
    caption=_("Public answers"),
)
IN_FILE = Column[Line]("title", _("Question"), lambda one: one.title_in_file, order=("title",))
IN_FILES = replace(ANSWERS, columns=(IN_FILE, *ANSWERS.columns[1:]))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answered question of which a public answer could be made."""

    token: str
    title: str
    mark: list[str]
    has_helped: bool
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicDesk:
    """The list of public answers, and what could become one."""

    listing: Listing[Line]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with what may lead to somebody, and this in words."""

    label: str
    pieces: tuple[Piece, ...]
    # what was seen: the words and what they may be
    seen: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preparing:
    """A public answer that is prepared: what it says, who may be recognised by it, and how it would look."""

    answer: PublicAnswer
    badge: str
    state_label: str
    shown: PublicPage
    themes: tuple[Theme, ...]
    # of the question: a methodist may read it
    consultation_url: str
    mark: list[str]
    # the asker must be asked in any case: she wanted it private, or has said no before
    is_consent_always_needed: bool
    # the asker has consented to these very words
    is_consented: bool
    can_ask: bool

    @property
    def is_public(self) -> bool:
        """Tell whether everybody reads it now."""
        return self.answer.state == PublicState.PUBLIC

    @property
    def is_asked(self) -> bool:
        """Tell whether the asker was shown these words."""
        return self.answer.state == PublicState.ASKED

    @property
    def can_be_published(self) -> bool:
        """Tell whether nothing stands in the way."""
        answer = self.answer
        is_whole = bool(answer.title and answer.question and answer.answer)
        return is_whole and not self.is_public and (self.is_consented or not answer.needs_consent)

    @property
    def initial(self) -> dict[str, Any]:
        """Return what the form begins with."""
        answer = self.answer
        names = ("title", "question", "answer", "needs_consent", "version")
        return {name: getattr(answer, name) for name in names} | {"theme": answer.theme_id or ""}


@dataclass(frozen=True, slots=True)
class Consenting:
    """What the asker is shown: exactly what would be public, and by which hash her word is bound to it."""

    shown: PublicPage
    words_hash: str
    state: PublicState
    is_consented: bool

    @property
    def is_public(self) -> bool:
        """Tell whether everybody reads it now."""
        return self.state == PublicState.PUBLIC


def public_desk(actor: Actor, school: School, params: QueryDict) -> PublicDesk:
    """Return the desk of public answers. Raises `PermissionDenied` for who is no methodist."""
    if not can_publish(actor, school):
        raise PermissionDenied
    rows = PublicAnswer.objects.filter(school=school).select_related("theme", "consultation")
    flagged = PublicMoment.objects.filter(answer__school=school, flagged_at__isnull=False, moment__removed_at=None)
    doubtful = list(flagged.values_list("answer", flat=True))
    lines = [_line(one, doubtful.count(one.pk)) for one in rows]
    table = IN_FILES if params.get("export") else ANSWERS
    return PublicDesk(table.listing(lines, params), _candidates(actor, school))


def _line(answer: PublicAnswer, doubtful: int) -> Line:
    return Line(
        title=answer.title or str(_("Without a title")),
        number=answer.consultation.number if answer.consultation else None,
        url=reverse("mentoring:edit_public", args=[answer.token]),
        theme=answer.theme.title if answer.theme else "",
        state=PublicState(answer.state),
        helped=answer.helped,
        doubtful=doubtful,
        changed_at=answer.changed_at,
    )


def _candidates(actor: Actor, school: School) -> tuple[Candidate, ...]:
    """Return answered questions whose askers allow it, those first whose answer has helped."""
    made = Exists(PublicAnswer.objects.filter(consultation=OuterRef("pk")))
    asked = consultations_visible_to(actor, school).filter(~made, state__in=ANSWERED, audience=Audience.MAY_BE_PUBLIC)
    rows = asked.exclude(asker_id=actor.pk).exclude(has_helped=False).select_related("theme")
    newest = rows.order_by("-has_helped", "-answered_at", "-pk")[:MOST_CANDIDATES]
    return tuple(
        Candidate(one.token, title_of(one), mark_of(one), bool(one.has_helped), one.answered_at) for one in newest
    )


def consultation_to_publish(actor: Actor, school: School, token: str) -> Consultation:
    """Return a question of which a methodist makes a public answer. Raises `Consultation.DoesNotExist`."""
    if not can_publish(actor, school):
        raise Consultation.DoesNotExist
    return consultations_visible_to(actor, school).get(token=token)


def answer_to_edit(actor: Actor, school: School, token: str) -> PublicAnswer:
    """Return an answer at the methodist's desk. Raises `PublicAnswer.DoesNotExist`."""
    if not can_publish(actor, school):
        raise PublicAnswer.DoesNotExist
    return PublicAnswer.objects.select_related("school", "theme", "consultation__theme", "consultation__asker").get(
        token=token, school=school
    )


def preparing(actor: Actor, school: School, token: str, now: datetime) -> Preparing:
    """Return an answer that is prepared. Raises `PublicAnswer.DoesNotExist`."""
    answer = answer_to_edit(actor, school, token)
    state, asked = PublicState(answer.state), answer.consultation
    themes = Theme.objects.filter(school=school).order_by("position", "pk")
    return Preparing(
        answer=answer,
        badge=BADGES[state],
        state_label=str(state.label),
        shown=preview(school, answer, now),
        themes=tuple(one for one in themes if one.retired_at is None or one.pk == answer.theme_id),
        consultation_url=reverse("mentoring:consultation", args=[asked.token]) if asked else "",
        mark=mark_of(asked) if asked else [],
        is_consent_always_needed=must_consent(answer),
        is_consented=bool(answer.consented_hash) and answer.consented_hash == hash_of(answer),
        can_ask=asked is not None and asked.asker_id is not None,
    )


def marked_texts(answer: PublicAnswer, texts: dict[str, str]) -> list[MarkedText]:
    """Return texts, by what they are called, with what may lead to somebody; `answer` has its asker joined. One query."""
    asked = answer.consultation
    names = names_of(answer.school, asked.asker if asked is not None else None)
    return [_marked(label, pieces_of(text, names)) for label, text in texts.items() if text]


def _marked(label: str, pieces: list[Piece]) -> MarkedText:
    seen = dict.fromkeys((piece.text, str(LEADS[piece.lead])) for piece in pieces if piece.lead is not None)
    return MarkedText(label, tuple(pieces), tuple(seen))


def consenting(actor: Actor, school: School, token: str, now: datetime) -> Consenting:
    """Return what an asker is asked about. Raises `PublicAnswer.DoesNotExist` for everybody else."""
    answer = answers_to_consent(actor, school).select_related("school", "theme").get(token=token)
    words_hash = hash_of(answer)
    return Consenting(
        shown=preview(school, answer, now),
        words_hash=words_hash,
        state=PublicState(answer.state),
        is_consented=answer.consented_hash == words_hash,
    )


def consent_pk(actor: Actor, school: School, token: str) -> int:
    """Return the number of an answer of which the asker decides. Raises `PublicAnswer.DoesNotExist`."""
    return answers_to_consent(actor, school).get(token=token).pk
