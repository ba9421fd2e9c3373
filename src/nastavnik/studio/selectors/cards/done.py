"""When a card is done: what a lesson needs, told by the machine; what is missing, in words; where it is mended."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.studio.models import ProductionCard, ShownPerson
from nastavnik.studio.selectors.cards.words import LANGUAGE, words_mark
from nastavnik.studio.selectors.shooting.consents import Shown, shown_requirement
from nastavnik.studio.selectors.shooting.states import ShownState, state_of
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Chapter, Video
from nastavnik.video.selectors.subtitles import transcripts_shown

FEWEST_CHAPTERS = 2
PLAYS = (VideoState.PLAYABLE, VideoState.READY)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that a lesson needs. `missing` says what is to be done where it is not met; `url` is where, as far as one may go there."""

    key: str
    label: str
    missing: str
    url: str = ""

    @property
    def is_met(self) -> bool:
        """Whether it is there."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a card besides its row."""

    # the transcript and its version
    words: tuple[int, int] | None = None
    chapters: int = 0
    shown: Shown = field(default_factory=lambda: Shown(is_met=False, missing=(), is_said=False))


def requirements_of(card: ProductionCard) -> tuple[Requirement, ...]:
    """Return what a lesson needs of a card, whose film, cycle and programme are joined; two queries."""
    return judge(card, full_facts(card))


def full_facts(card: ProductionCard) -> Facts:
    """Return what is known of a card besides its row, with the names of those who have not agreed; two queries."""
    facts = _facts([card])[card.pk]
    return Facts(facts.words, facts.chapters, shown_requirement(card))


def present_mark(card: ProductionCard, facts: Facts) -> str:
    """Return the mark of the words that the card's film has now; nothing without any."""
    return words_mark(card.video, *facts.words) if card.video and facts.words else ""


def facts_of(cards: Sequence[ProductionCard]) -> dict[int, Facts]:
    """Return what is known of many cards at once, without the names of those who have not agreed; two queries."""
    facts, people = _facts(cards), defaultdict(list)
    for person in ShownPerson.objects.filter(card__in=cards):
        people[person.card_id].append(state_of(person) == ShownState.AGREED)
    return {
        card.pk: Facts(facts[card.pk].words, facts[card.pk].chapters, _shown(people[card.pk], nobody=card.shows_nobody))
        for card in cards
    }


def _shown(agreed: list[bool], *, nobody: bool) -> Shown:
    is_said = bool(agreed) or nobody
    return Shown(is_met=is_said and all(agreed), missing=(), is_said=is_said)


def _facts(cards: Sequence[ProductionCard]) -> dict[int, Facts]:
    videos = {card.video_id for card in cards if card.video_id is not None}
    known = {pk: (words, chapters) for pk, *words, chapters in _of_films(videos)}
    return {card.pk: _fact(*known.get(card.video_id or 0, ((None, None), 0))) for card in cards}


def _of_films(videos: Collection[int]) -> Iterable[tuple[int, int | None, int | None, int]]:
    """Return of each film its number, its Russian words with their version, and how many chapters it has."""
    words = transcripts_shown().filter(video=OuterRef("pk"), language=LANGUAGE)
    chapters = Chapter.objects.filter(video=OuterRef("pk")).order_by().values("video").annotate(count=Count("pk"))
    films = Video.objects.filter(pk__in=videos).annotate(
        words=Subquery(words.values("pk")[:1]),
        words_version=Subquery(words.values("version")[:1]),
        chapter_count=Coalesce(Subquery(chapters.values("count"), output_field=IntegerField()), 0),
    )
    return films.values_list("pk", "words", "words_version", "chapter_count")


def _fact(words: Sequence[int | None], chapters: int) -> Facts:
    transcript, version = words
    return Facts(None if transcript is None or version is None else (transcript, version), chapters)


def judge(card: ProductionCard, facts: Facts, *, can_run: bool = False) -> tuple[Requirement, ...]:
    """Return what a lesson needs of a card, met or not. `can_run`: for a methodist, who may open the pages of films."""
    film, token = card.video, card.token
    edit = reverse("studio:edit_card", args=[token])
    at_film = reverse("video:film", args=[film.token]) if film and can_run else ""
    words = reverse("video:film_words", args=[film.token]) if film and can_run else ""
    chapters = reverse("video:edit_chapters", args=[film.token]) if film and can_run else ""
    return (
        Requirement("film", _("Film"), _film(film), at_film or (f"{edit}#id_film" if can_run else "")),
        Requirement("subtitles", _("Subtitles, read through"), _subtitles(card, facts), words),
        Requirement("cover", _("Cover"), "" if film and film.has_poster else _("the film has no cover"), at_film),
        Requirement("chapters", _("Chapters"), _chapters(film, facts.chapters), chapters),
        Requirement(
            "people", _("Consents of those shown"), _people(facts.shown), reverse("studio:shown", args=[token])
        ),
        Requirement(
            "age", _("Age mark"), "" if card.age_rating else _("the age mark is not chosen"), f"{edit}#id_age_rating"
        ),
        Requirement("rights", _("Rights"), _rights(card), f"{edit}#id_rights"),
        Requirement("lesson", _("Place in the programme"), _place(card), f"{edit}#id_cycle"),
    )


def missing_of(requirements: Iterable[Requirement]) -> list[str]:
    """Return what is missing, a line each."""
    return [one.missing for one in requirements if not one.is_met]


def _film(film: Video | None) -> str:
    if film is None:
        return _("no film is chosen")
    if film.removed_at is not None:
        return _("the film was removed")
    if film.state not in PLAYS or not film.is_playable:
        return _("the film does not play yet: %(state)s") % {"state": film.get_state_display()}
    if film.lesson_id is not None:
        return _("the film stands in another lesson")
    if film.access == Access.LINK:
        return _("the film is for those who have its link only")
    return ""


def _subtitles(card: ProductionCard, facts: Facts) -> str:
    if card.video is None or facts.words is None:
        return _("there are no subtitles in Russian")
    if not card.checked_words:
        return _("nobody has read the subtitles through")
    if card.checked_words != present_mark(card, facts):
        return _("the subtitles were changed after they were read through")
    return ""


def _chapters(film: Video | None, count: int) -> str:
    # one that a person has set may be enough for a short film; none never is
    if count >= FEWEST_CHAPTERS or (count and film is not None and film.has_edited_chapters):
        return ""
    return _("there are no chapters")


def _people(shown: Shown) -> str:
    if shown.is_met:
        return ""
    if not shown.is_said:
        return _("it is not said who is shown")
    return ", ".join(shown.missing) or _("not everybody who is shown has agreed")


def _rights(card: ProductionCard) -> str:
    if not card.rights.strip():
        return _("it is not said by which right music and pictures are shown")
    return "" if card.has_rights else _("nobody has said that everything may be shown")


def _place(card: ProductionCard) -> str:
    if card.cycle is None or card.cycle.removed_at is not None:
        return _("no cycle is chosen")
    if not card.cycle.programme.is_public:
        return _("the programme of the cycle is not shown to everybody yet")
    return ""
