"""The pages on which a question is written: what it is asked from, its draft, its files."""

from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from nastavnik.core.ids import new_token
from nastavnik.mentoring.enums import Audience, ConsultationState
from nastavnik.mentoring.models import Attachment, Consultation, Theme
from nastavnik.mentoring.permissions import attachments_visible_to, can_ask, can_route, consultations_of
from nastavnik.mentoring.selectors.attachments import AttachmentRow, attachment_row
from nastavnik.mentoring.selectors.own_questions import QuestionRow, own_questions
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Enrolment, School
from nastavnik.video.models import Video
from nastavnik.video.permissions import can_watch
from nastavnik.video.selectors import video_to_watch
from nastavnik.video.selectors.moments import known_moment_row, newest_film
from nastavnik.video.selectors.quotes import quote_of
from nastavnik.video.selectors.transcript import play_url_of

# what was just said when somebody wants to ask about it
SECONDS_BEFORE = 8.0
SECONDS_AFTER = 6.0
FILM = ("video__school", "video__lesson__school", "video__lesson__cycle__programme", "moment")


class Asked(Protocol):
    """A question with all that `with_asked_moments` reads along with it."""

    # the film that the page of the lesson plays now
    newest_film: int | None
    # the reader has a place in the programme of the lesson
    is_enrolled: bool


@dataclass(frozen=True, slots=True)
class AskedMoment:
    """The second of a film that a question is asked about."""

    title: str
    seconds: float | None
    # nothing where the viewer may not watch it
    url: str
    quote: str
    # the film has changed, and nobody knows whether this is still what was asked about
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ConsultationsPage:
    """The page of consultations: ask, my questions, and the way to public answers."""

    can_ask: bool
    is_guest: bool
    # of the question that is begun here
    token: str
    questions: list[QuestionRow] = field(default_factory=list)
    drafts: list[QuestionRow] = field(default_factory=list)
    # for methodists
    desk_url: str = ""


@dataclass(frozen=True, slots=True)
class AskPage:
    """A question that is being written. Without a draft nothing is kept of it yet."""

    token: str
    draft: Consultation | None
    moment: AskedMoment | None
    attachments: tuple[AttachmentRow, ...]
    themes: list[Theme]
    initial: dict[str, Any]
    # of a question that has no draft yet: posted along until there is one
    film: Video | None = None
    second: float | None = None

    @property
    def version(self) -> int:
        """Return the version of the draft that the page shows."""
        return self.draft.version if self.draft else 0


def consultations_page(actor: Actor, school: School) -> ConsultationsPage:
    """Return the page of consultations; everybody may open it."""
    rows = own_questions(actor, school)
    return ConsultationsPage(
        can_ask=can_ask(actor, school),
        is_guest=not isinstance(actor, User),
        token=new_token(),
        questions=[row for row in rows if not row.is_draft],
        drafts=[row for row in rows if row.is_draft],
        desk_url=reverse("mentoring:desk_consultations") if can_route(actor, school) else "",
    )


def new_page(actor: User, school: School, *, video: str, seconds: str) -> AskPage:
    """Return the empty page of a question, perhaps about a moment of a film. Raises `School.DoesNotExist` for who may not ask.

    A film that she may not watch is left out, and so are seconds that are none.
    """
    if not can_ask(actor, school):
        raise School.DoesNotExist
    film = film_to_ask_about(actor, school, video)
    second = read_seconds(seconds, film)
    return AskPage(
        token=new_token(),
        draft=None,
        moment=moment_of(actor, film, second) if film else None,
        attachments=(),
        themes=open_themes(school),
        initial={"audience": Audience.PRIVATE},
        film=film,
        second=second,
    )


def edit_page(actor: User, school: School, token: str) -> AskPage:
    """Return the page of a draft of one's own. Raises `Consultation.DoesNotExist`, also once it was sent."""
    draft = draft_of(actor, school, token)
    files = attachments_visible_to(actor, school).filter(consultation=draft, remark=None).order_by("pk")
    return AskPage(
        token=token,
        draft=draft,
        moment=asked_moment(actor, draft),
        attachments=tuple(map(attachment_row, files)),
        themes=open_themes(school, draft.theme_id),
        initial={
            "subject": draft.subject,
            "text": draft.text,
            "theme": draft.theme_id or "",
            "audience": draft.audience,
        },
    )


def draft_of(actor: User, school: School, token: str) -> Consultation:
    """Return a draft of one's own. Raises `Consultation.DoesNotExist`."""
    rows = with_asked_moments(actor, consultations_of(actor, school))
    return rows.get(token=token, state=ConsultationState.DRAFT)


def own_question(actor: User, school: School, token: str) -> Consultation:
    """Return what one has asked, in any state. Raises `Consultation.DoesNotExist`."""
    return consultations_of(actor, school).get(token=token)


def version_of(consultation_id: int) -> int:
    """Return the version of a draft that was just kept."""
    return Consultation.objects.values_list("version", flat=True).get(pk=consultation_id)


def attachment_of_draft(actor: User, school: School, token: str) -> Attachment:
    """Return a file of a draft of one's own. Raises `Attachment.DoesNotExist`."""
    files = Attachment.objects.filter(
        consultation__in=consultations_of(actor, school), remark=None, recommendation=None
    )
    return files.get(token=token)


def open_themes(school: School, chosen_id: int | None = None) -> list[Theme]:
    """Return the themes of the school that a question can have; that of an old draft stays among them."""
    themes = Theme.objects.filter(school=school)
    return [theme for theme in themes if theme.retired_at is None or theme.pk == chosen_id]


def every_theme(school: School) -> list[Theme]:
    """Return the themes of the school, those too that no new question has."""
    return list(Theme.objects.filter(school=school))


def film_to_ask_about(actor: Actor, school: School, token: str) -> Video | None:
    """Return the film of an address that `actor` may watch, or nothing."""
    if not token:
        return None
    try:
        film = video_to_watch(actor, school, token)
    except Video.DoesNotExist:
        return None
    return film if can_watch(actor, film, has_link=True) else None


def read_seconds(text: str, film: Video | None) -> float | None:
    """Return the second of a film that an address names; nothing where it has none such."""
    try:
        seconds = float(text) if film is not None else -1.0
    except ValueError:
        return None
    longest = (film.duration_seconds or 0.0) if film is not None else 0.0
    return round(seconds, 1) if seconds >= 0 and (seconds <= longest or not longest) else None


def moment_of(actor: Actor, film: Video, seconds: float | None) -> AskedMoment:
    """Return the second of a film that `actor` may watch, its school and lesson joined, with what is said then."""
    url = play_url_of(film)
    if seconds is None:
        return AskedMoment(film.title, None, url, "")
    begin, end = span_around(seconds)
    quote = quote_of(actor, film, begin, end, has_link=True).text
    return AskedMoment(film.title, seconds, f"{url}?t={int(seconds)}", quote)


def span_around(seconds: float, whole: float | None = None) -> tuple[float, float]:
    """Return from when to when it is said what is asked about; not behind the end of a film that is `whole` seconds long."""
    end = seconds + SECONDS_AFTER
    return max(seconds - SECONDS_BEFORE, 0.0), min(end, whole or end)


def with_asked_moments(actor: Actor, rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Return questions with all that says what `actor` sees of the moments that they were asked from."""
    places = Enrolment.objects.filter(
        programme=OuterRef("video__lesson__cycle__programme"), user=actor.pk, left_at=None
    )
    known = rows.annotate(newest_film=newest_film("video__lesson"), is_enrolled=Exists(places))
    return cast("QuerySet[Consultation]", known.select_related(*FILM))


def asked_moment(actor: Actor, consultation: Consultation) -> AskedMoment | None:
    """Return the moment that a question of `with_asked_moments` was asked from, where its film plays it now; no query.

    Its words are those that were said when it was asked, or as they were put right since.
    """
    film, seconds, moment = consultation.video, consultation.seconds, consultation.moment
    if film is None:
        return None
    known = cast("Asked", consultation)
    if film.removed_at is not None or not can_watch(actor, film, has_link=True, is_enrolled=known.is_enrolled):
        return AskedMoment(film.title, seconds, "", "")
    url = play_url_of(film)
    if seconds is None:
        return AskedMoment(film.title, None, url, "")
    if moment is None:
        # nothing follows the film there
        return AskedMoment(film.title, seconds, f"{url}?t={int(seconds)}", "", is_doubtful=True)
    moment.video = film
    row = known_moment_row(actor, moment, newest_id=known.newest_film, is_enrolled=known.is_enrolled, has_link=True)
    second = min(row.seconds + min(SECONDS_BEFORE, seconds), row.end_seconds)
    return AskedMoment(film.title, second, row.url, row.quote, is_doubtful=row.is_doubtful)
