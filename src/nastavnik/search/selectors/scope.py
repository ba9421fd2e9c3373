"""What somebody may find at all: the films and lessons that she sees in lists."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nastavnik.core.memory import remembered
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.programme.selectors import LessonCard
from nastavnik.programme.selectors.lessons import visible_cards
from nastavnik.search.selectors.index import Found
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_of_public_lessons, videos_visible_to, watched_by

# A film that has something to show, is not passed on by link alone, and is no broadcast that goes on.
LISTED = Q(removed_at=None) & ~Q(build="") & ~Q(access=Access.LINK) & ~Q(state=VideoState.RECORDING)


@dataclass(frozen=True, slots=True)
class Scope:
    """The films, by their numbers, and the lessons with their cards, that may be found."""

    videos: frozenset[int]
    lessons: dict[int, LessonCard]

    def holds(self, found: Found) -> bool:
        """Tell whether a passage may be shown: of a film by its film, else by its lesson; one of neither is everybody's."""
        if found.video_id is not None:
            return found.video_id in self.videos
        return found.lesson_id is None or found.lesson_id in self.lessons


def scope_of(actor: Actor, school: School) -> Scope:
    """Return what `actor` may find. The desk is answered by the database; for others the rows are remembered, not the rights."""
    cards = {card.id: card for card in visible_cards(actor, school)}
    if can_see_desk(actor, school):
        return Scope(frozenset(videos_to_find(actor, school).values_list("pk", flat=True)), cards)
    return Scope(frozenset(video.pk for video in watched_by(actor, _public_films(school))), cards)


def videos_to_find(actor: Actor, school: School) -> QuerySet[Video]:
    """Return the films of `school` that `actor` may find, as the database knows them now."""
    films = videos_visible_to(actor, school).filter(LISTED)
    return films.filter(Q(lesson=None) | Q(lesson__removed_at=None))


@remembered
def _public_films(school: School) -> tuple[Video, ...]:
    return tuple(videos_of_public_lessons(school).filter(LISTED).select_related("lesson__cycle"))
