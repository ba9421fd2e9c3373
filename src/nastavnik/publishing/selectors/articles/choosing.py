"""The page on which an article is added: from where, and what is there to choose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext

from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models import PublicAnswer
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.selectors import LessonCard, lessons_to_choose
from nastavnik.publishing.enums import ArticleOrigin
from nastavnik.publishing.models import Article, Collection
from nastavnik.publishing.press.cleaning import spoken_time
from nastavnik.publishing.selectors.articles.sources import LessonTalk, ideas_shown
from nastavnik.publishing.speech.articles import Article as Proposal
from nastavnik.publishing.speech.articles import Figure
from nastavnik.publishing.speech.markdown import paragraphs_in
from nastavnik.video.enums import TranscriptState
from nastavnik.video.models import Transcript, Video

BEGINNING_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class Way:
    """From where an article can come."""

    url: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that an article can be made of. `is_taken`: the collection has one of it."""

    token: str
    title: str
    meta: str
    text: str
    at: datetime | None
    url: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class AddPage:
    """The page on which an article is added."""

    collection: Collection
    origin: str
    ways: list[Way]
    offers: list[Offer]


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """An article that a lesson could become."""

    number: int
    title: str
    beginning: str
    characters: int
    sections: list[str]
    figures: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class LessonPage:
    """What a lesson could become in a collection."""

    collection: Collection
    talk: LessonTalk
    lines: list[ProposalLine]
    back_url: str
    has_speech: bool


def add_page(actor: User, school: School, collection: Collection, asked: str) -> AddPage:
    """Return what can be taken into a collection, of the kind that is asked for; lessons first. At most four queries."""
    origin = ArticleOrigin(asked) if asked in ArticleOrigin else ArticleOrigin.LESSON
    here = reverse("publishing:add_article", args=[collection.token])
    labels = {
        ArticleOrigin.LESSON: gettext("From a lesson"),
        ArticleOrigin.ANSWER: gettext("From a consultation"),
        ArticleOrigin.PROJECT: gettext("From a project"),
        ArticleOrigin.FILE: gettext("From a document"),
        ArticleOrigin.WRITTEN: gettext("Written anew"),
    }
    ways = [Way(f"{here}?from={one.value}", label, one == origin) for one, label in labels.items()]
    offers = OFFERS[origin](actor, school, collection) if origin in OFFERS else []
    return AddPage(collection, origin.value, ways, offers)


def lesson_page(collection: Collection, talk: LessonTalk) -> LessonPage:
    """Return the articles that a lesson could become; no query."""
    lines = [_line(number, one) for number, one in enumerate(talk.proposals, start=1)]
    back = reverse("publishing:add_article", args=[collection.token])
    return LessonPage(collection, talk, lines, back, bool(lines))


def question_labels(talk: LessonTalk) -> list[str]:
    """Return how the questions of the room are named where they are chosen: with the second of the answer."""
    unknown = gettext("the answer is not in this film")
    return [
        f"{one.text} · {unknown if one.seconds is None else spoken_time(int(one.seconds))}" for one in talk.questions
    ]


def _line(number: int, proposal: Proposal) -> ProposalLine:
    paragraphs = paragraphs_in(proposal)
    blocks = [block for section in proposal.sections for block in section.blocks]
    return ProposalLine(
        number=number,
        title=proposal.title,
        beginning=Truncator(paragraphs[0].text if paragraphs else "").chars(BEGINNING_CHARACTERS),
        characters=proposal.length,
        sections=[section.title for section in proposal.sections if section.title],
        figures=sum(isinstance(block, Figure) for block in blocks),
        seconds=paragraphs[0].seconds if paragraphs else None,
    )


def _lessons(actor: User, school: School, collection: Collection) -> list[Offer]:
    """Return the lessons whose words are written down."""
    told = Transcript.objects.filter(video=OuterRef("pk"), state=TranscriptState.READY)
    films = Video.objects.filter(school=school, removed_at=None, lesson__isnull=False)
    known = set(films.filter(Exists(told)).values_list("lesson", flat=True))
    taken = _taken(collection, "lesson")
    return [_lesson(collection, one, one.id in taken) for one in lessons_to_choose(actor, school) if one.id in known]


def _lesson(collection: Collection, card: LessonCard, is_taken: bool) -> Offer:  # noqa: FBT001 -- the last of an offer
    url = reverse("publishing:add_lesson", args=[collection.token, card.slug])
    return Offer(card.slug, card.title, " · ".join(card.mark), card.summary, card.starts_at, url, is_taken)


def _answers(_actor: User, school: School, collection: Collection) -> list[Offer]:
    taken = _taken(collection, "answer")
    url = reverse("publishing:add_answer", args=[collection.token])
    rows = PublicAnswer.objects.filter(school=school, state=PublicState.PUBLIC).select_related("theme")
    return [
        Offer(
            one.token,
            one.title,
            one.theme.title if one.theme else "",
            Truncator(one.question).chars(BEGINNING_CHARACTERS),
            one.published_at,
            url,
            one.pk in taken,
        )
        for one in rows.order_by("-helped", "-published_at", "-pk")
    ]


def _projects(_actor: User, school: School, collection: Collection) -> list[Offer]:
    taken = _taken(collection, "application")
    url = reverse("publishing:add_project", args=[collection.token])
    rows = ideas_shown(school).select_related("application__contest", "application__library")
    return [
        Offer(
            one.application.token,
            one.application.title,
            " · ".join(filter(None, (one.application.contest.title, _library(one.application.library)))),
            Truncator(one.summary).chars(BEGINNING_CHARACTERS),
            one.application.contest.released_at,
            url,
            one.application_id in taken,
        )
        for one in rows.order_by("-application__contest__released_at", "application__title_key")
    ]


def _library(library: object) -> str:
    return str(getattr(library, "label", ""))


def _taken(collection: Collection, name: str) -> set[int]:
    rows: Iterable[int] = Article.objects.filter(
        collection=collection, removed_at=None, **{f"{name}__isnull": False}
    ).values_list(f"{name}_id", flat=True)
    return set(rows)


OFFERS = {ArticleOrigin.LESSON: _lessons, ArticleOrigin.ANSWER: _answers, ArticleOrigin.PROJECT: _projects}
