"""What a collection can take in: lessons with their words, public consultations, projects whose authors let them be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, GalleryEntry
from nastavnik.contest.models import Author as ApplicationAuthor
from nastavnik.contest.selectors.results.public import named_authors
from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models import PublicAnswer, PublicHandout, PublicMoment
from nastavnik.people.models import User
from nastavnik.programme.models import Handout, Lesson, LessonSpeaker, School, Speaker
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.selectors.articles.questions import questions_asked
from nastavnik.publishing.selectors.articles.refusals import SourceGone
from nastavnik.publishing.speech.articles import Article as Proposal
from nastavnik.publishing.speech.articles import Chapter, Slide, articles_of
from nastavnik.publishing.speech.paragraphs import paragraphs_of
from nastavnik.publishing.speech.questions import Asked
from nastavnik.video.enums import TranscriptState
from nastavnik.video.models import Transcript, Video
from nastavnik.video.selectors.along import along_of
from nastavnik.video.selectors.slides import SlideRow
from nastavnik.video.selectors.words import cues_of, transcripts_of


@dataclass(frozen=True, slots=True)
class Author:
    """Who an article is by, as it is proposed."""

    name: str
    about: str = ""
    speaker: Speaker | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class LessonTalk:
    """A lesson with what could become of it; without words there are no proposals."""

    lesson: Lesson
    video: Video | None
    proposals: tuple[Proposal, ...] = ()
    # by the keys of figures in the proposals
    slides: Mapping[str, SlideRow] = field(default_factory=dict)
    handouts: tuple[Handout, ...] = ()
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """A public consultation with what stands beside it."""

    answer: PublicAnswer
    moments: tuple[PublicMoment, ...]
    handouts: tuple[Handout, ...]


@dataclass(frozen=True, slots=True)
class ProjectTold:
    """A project of a contest, as far as its authors let everybody read it."""

    application: Application
    summary: str
    authors: tuple[Author, ...]


def lesson_talk(actor: User, school: School, slug: str) -> LessonTalk:
    """Return what a lesson could become; at most seven queries. Raises `Lesson.DoesNotExist` for one that `actor` does not see."""
    seen = lessons_visible_to(actor, school).filter(slug=slug)
    video = _film_of(seen)
    lesson = video.lesson if video and video.lesson else seen.get()
    handouts = tuple(Handout.objects.filter(lesson=lesson).order_by("position", "pk"))
    questions = tuple(questions_asked(lesson, video))
    proposals, slides = _proposals(actor, lesson, video, questions) if video else ((), {})
    return LessonTalk(lesson, video, proposals, slides, handouts, questions)


def _film_of(lesson: QuerySet[Lesson]) -> Video | None:
    """Return the film of a lesson, and that with it: one with words before one without. They may be there before the film itself is made."""
    told = Transcript.objects.filter(video=OuterRef("pk"), state=TranscriptState.READY)
    films = Video.objects.select_related("school", "lesson").filter(lesson__in=lesson, removed_at=None)
    return films.order_by(Exists(told).desc(), "pk").first()


def _proposals(
    actor: User, lesson: Lesson, video: Video, questions: Iterable[Asked]
) -> tuple[tuple[Proposal, ...], dict[str, SlideRow]]:
    transcript = next((one for one in transcripts_of(actor, video) if one.cues and not one.is_in_work), None)
    if transcript is None:
        return (), {}
    along = along_of(video)
    chapters = [Chapter(one.seconds, one.title) for one in along.chapters]
    rows = {one.key: one for one in along.slides.rows if one.picture}
    slides = [
        Slide(key, row.seconds, row.title, row.text, is_repeated=row.repeats is not None) for key, row in rows.items()
    ]
    # an answer may move under its question: paragraphs begin and end with it
    answers = [at for one in questions for at in (one.seconds, one.end_seconds) if at is not None]
    begins = {"chapters": [*(one.seconds for one in chapters), *answers], "slides": [one.seconds for one in slides]}
    paragraphs = paragraphs_of(cues_of(transcript), **begins)
    return articles_of(lesson.title, paragraphs, chapters=chapters, slides=slides), rows


def authors_of(lesson: Lesson) -> tuple[Author, ...]:
    """Return the speakers of a lesson as authors of what was said in it; one query."""
    rows = LessonSpeaker.objects.filter(lesson=lesson).select_related("speaker__organisation")
    return tuple(_author(row.speaker) for row in rows.order_by("position", "pk"))


def _author(speaker: Speaker) -> Author:
    place = speaker.organisation.name if speaker.organisation else ""
    about = ", ".join(words for words in (speaker.position, place) if words)
    return Author(as_record(speaker.name), about[:300], speaker, speaker.user_id)


def as_record(name: str) -> str:
    """Return a name as records write it, the surname first: «Иванова, Анна Петровна»."""
    person = Person.read(name)
    return f"{person.surname}, {person.given}" if person.given else person.surname


def answer_told(school: School, token: str) -> AnswerTold:
    """Return a public consultation. Raises `SourceGone` for one that is not public."""
    answer = PublicAnswer.objects.filter(school=school, token=token, state=PublicState.PUBLIC).first()
    if answer is None:
        raise SourceGone
    moments = PublicMoment.objects.filter(answer=answer, moment__is_lost=False, moment__removed_at=None)
    handouts = PublicHandout.objects.filter(answer=answer).select_related("handout")
    return AnswerTold(
        answer=answer,
        moments=tuple(moments.select_related("moment__video")),
        handouts=tuple(row.handout for row in handouts),
    )


def project_told(school: School, token: str) -> ProjectTold:
    """Return a project that the gallery shows. Raises `SourceGone` for any other."""
    rows = ideas_shown(school).select_related("application__contest__school", "application__library")
    entry = rows.filter(application__token=token).first()
    if entry is None:
        raise SourceGone
    application = entry.application
    names = named_authors(application.contest, [application.pk] if entry.names_authors else []).get(application.pk, [])
    about = application.library.label if application.library else ""
    accounts = dict(ApplicationAuthor.objects.filter(application=application).values_list("user__full_name", "user_id"))
    authors = tuple(Author(as_record(name), about[:300], user_id=accounts.get(name)) for name in names)
    return ProjectTold(application, entry.summary, authors)


def ideas_shown(school: School) -> QuerySet[GalleryEntry]:
    """Return the entries of the gallery that everybody reads."""
    return GalleryEntry.objects.filter(
        application__contest__school=school,
        application__contest__released_at__isnull=False,
        application__state=ApplicationState.ADMITTED,
        is_public=True,
    )
