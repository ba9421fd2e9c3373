"""Lessons as catalogues know them: those that were held and that everybody sees, with their films where everybody may watch them."""

from collections.abc import Collection, Iterable
from math import ceil

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import override

from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.programme.selectors import lesson_url
from nastavnik.programme.selectors.lessons import SpeakerRow, speakers_by_lesson
from nastavnik.publishing.records.names import Person, signed
from nastavnik.publishing.records.work import Work, WorkKind
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_visible_to

SECONDS_IN_MINUTE = 60
FILM_TYPE = "video/mp4"
# of records, whatever language somebody reads in
RECORD_LANGUAGE = "ru"


def lessons_told(school: School) -> QuerySet[Lesson]:
    """Return the lessons that have a record."""
    return lessons_visible_to(AnonymousUser(), school).filter(state=LessonState.HELD)


def lesson_works(school: School, keys: Collection[str]) -> dict[str, Work]:
    """Return lessons by their tokens, those that have a record among `keys`; three queries. The owner of the school is joined."""
    lessons = list(lessons_told(school).filter(uid__in=keys).select_related("cycle__programme"))
    ids = [lesson.pk for lesson in lessons]
    speakers, films = speakers_by_lesson(ids), _films(school, ids)
    with override(RECORD_LANGUAGE):
        return {
            lesson.uid: _work(school, lesson, speakers.get(lesson.pk, ()), films.get(lesson.pk)) for lesson in lessons
        }


def _films(school: School, lesson_ids: Iterable[int]) -> dict[int, Video]:
    """Return the film of each lesson that plays there for everybody: of several, the newest."""
    films = videos_visible_to(AnonymousUser(), school).filter(lesson__in=list(lesson_ids)).exclude(build="")
    rows = films.exclude(state=VideoState.RECORDING).order_by("created_at", "pk")
    return {film.lesson_id: film for film in rows if film.lesson_id is not None}


def _work(school: School, lesson: Lesson, speakers: tuple[SpeakerRow, ...], film: Video | None) -> Work:
    authors = tuple(Person.read(one.name) for one in speakers)
    held_at = lesson.starts_at or lesson.updated_at
    owner = school.owner
    return Work(
        key=lesson.uid,
        changed_at=lesson.updated_at,
        made_at=held_at,
        kind=WorkKind.FILM if film else WorkKind.DOCUMENT,
        title=lesson.title,
        subtitle=str(LessonKind(lesson.kind).label).lower(),
        source=str(owner),
        answers=tuple(one for one in (signed(authors), owner.name) if one),
        authors=authors,
        organisation=owner.name,
        publisher=str(owner),
        year=localtime(held_at, school.zone).year,
        minutes=ceil(film.duration_seconds / SECONDS_IN_MINUTE) if film and film.duration_seconds else None,
        annotation=lesson.summary or lesson.description,
        age_mark=lesson.age_rating,
        rights=(str(owner),),
        url=whole_address(school, lesson_url(lesson.slug)),
        files=(FILM_TYPE,) if film else (),
        part_of=f"{lesson.cycle.title} : {lesson.cycle.programme.title}",
    )
