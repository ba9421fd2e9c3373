"""The page of a card: what it says, what is to be done, what people say, what a lesson still needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.people.models import User
from nastavnik.programme.selectors.speakers import speakers_to_choose
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import CardComment, CardFile, CardStep, ProductionCard
from nastavnik.studio.permissions import can_run_studio, can_see_board, can_work_on_card
from nastavnik.studio.selectors.cards.choices import cycles_of, films_to_choose, owners_with
from nastavnik.studio.selectors.cards.done import Requirement, full_facts, judge, missing_of, present_mark
from nastavnik.studio.selectors.cards.history import Deed, history_of
from nastavnik.studio.selectors.cards.lines import Step, due_of, steps_of
from nastavnik.studio.selectors.cards.places import places_of


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card as whoever may open it sees it."""

    card: ProductionCard
    brief: SafeString
    due: str
    steps: list[Step]
    places: list[dict[str, object]]
    requirements: tuple[Requirement, ...]
    checklist: list[CardStep]
    comments: list[CardComment]
    files: list[CardFile]
    history: list[Deed]
    speakers: str
    # of the words that are there now, to say that they were read through; empty without any
    words_mark: str
    topic_url: str
    lesson_url: str
    can_work: bool
    can_run: bool
    can_see_board: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still being made."""
        return self.card.state != CardState.PUBLISHED

    @property
    def is_done(self) -> bool:
        """Whether a lesson needs nothing more."""
        return not missing_of(self.requirements)

    @property
    def met(self) -> int:
        """How much of what a lesson needs is there."""
        return sum(one.is_met for one in self.requirements)

    @property
    def steps_done(self) -> int:
        """How many lines of the checklist are ticked off."""
        return sum(step.done_at is not None for step in self.checklist)

    @property
    def has_unread_words(self) -> bool:
        """Whether there are subtitles that nobody has read through as they are."""
        return bool(self.words_mark) and self.words_mark != self.card.checked_words


def card_page(user: User, card: ProductionCard, now: datetime) -> CardPage:
    """Return the page of a card, which is of `lookup.card_for`, by eight queries."""
    can_run = can_run_studio(user, card.school)
    facts = full_facts(card)
    return CardPage(
        card=card,
        brief=render_markdown(card.brief),
        due=due_of(card.due_on, now.astimezone(card.school.zone).date()) if card.state != CardState.PUBLISHED else "",
        steps=steps_of(card),
        places=places_of(card, "studio:card"),
        requirements=judge(card, facts, can_run=can_run),
        checklist=list(CardStep.objects.filter(card=card).select_related("done_by")),
        comments=list(CardComment.objects.filter(card=card).select_related("author")),
        files=list(CardFile.objects.filter(card=card)),
        history=history_of(card),
        speakers=", ".join(card.speakers.order_by("name_key").values_list("name", flat=True)),
        words_mark=present_mark(card, facts),
        topic_url=reverse("studio:topic", args=[card.topic.token]) if card.topic else "",
        lesson_url=card.lesson.path if card.lesson else "",
        can_work=can_work_on_card(user, card),
        can_run=can_run,
        can_see_board=can_see_board(user, card.school),
    )


@dataclass(frozen=True, slots=True)
class EditPage:
    """What the form of a card offers."""

    speaker_ids: list[int]
    # by the names that the form takes
    choices: dict[str, Any]


def edit_page(user: User, card: ProductionCard, now: datetime) -> EditPage:
    """Return what may be chosen in a card, and what is chosen already."""
    school = card.school
    can_run = can_run_studio(user, school)
    cycles = cycles_of(school, now.astimezone(school.zone).date())
    if card.cycle is not None and card.cycle not in cycles:
        cycles.append(card.cycle)
    return EditPage(
        speaker_ids=sorted(card.speakers.values_list("pk", flat=True)),
        choices={
            "owners": list(owners_with(school, card.owner_id)) if can_run else [],
            "cycles": cycles,
            "speakers": speakers_to_choose(school),
            "films": films_to_choose(school, card.video_id) if can_run else [],
            "can_run": can_run,
        },
    )
