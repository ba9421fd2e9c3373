"""Production cards: the desk sees all, who makes one works on it, methodists publish."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.models import CardFile, CardStep
from tests.architecture.access.words import DESK, OWN, RUN, Answer, Row, get, post, who
from tests.studio.factories import CardFactory, TopicFactory

# the mentor of the world makes the card
READS = who("mentor", "methodist", "director", others=Answer.MISSING)
WORKS = who("mentor", "methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}
RUNS = who("methodist", others=Answer.MISSING) | dict.fromkeys(("mentor", "director"), Answer.FORBIDDEN)

ROWS: tuple[Row, ...] = (
    get("studio:board", DESK),
    post("studio:order_cards", RUN),
    get("studio:calendar", DESK),
    get("studio:past", DESK),
    get("studio:mine", OWN),
    get("studio:rules", RUN),
    get("studio:new_card", RUN),
    post("studio:begin_card", RUN, "topic_to_take"),
    get("studio:card", READS, "production_card"),
    get("studio:edit_card", WORKS, "production_card"),
    post("studio:move_card", WORKS, "production_card", "card_state"),
    post("studio:remove_card", RUNS, "production_card"),
    post("studio:restore_card", RUN, "removed_card"),
    get("studio:publish_card", RUNS, "production_card"),
    post("studio:check_subtitles", WORKS, "production_card"),
    post("studio:add_step", WORKS, "production_card"),
    post("studio:usual_steps", WORKS, "production_card"),
    post("studio:order_steps", WORKS, "production_card"),
    post("studio:tick_step", WORKS, "production_card", "card_step"),
    post("studio:remove_step", WORKS, "production_card", "card_step"),
    post("studio:add_comment", WORKS, "production_card"),
    post("studio:add_card_file", WORKS, "production_card"),
    get("studio:card_file", READS, "production_card", "card_file"),
    post("studio:remove_card_file", WORKS, "production_card", "card_file"),
)


def things_of_cards(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return what stands in the addresses."""
    now = timezone.now()
    card = CardFactory(school=school, owner=people["mentor"])
    name = default_storage.save("studio/access.txt", ContentFile(b"brief"))
    file = CardFile.objects.create(card=card, file=name, name="brief.txt", kind="txt", bytes=5, added_at=now)
    return {
        "production_card": card.token,
        "removed_card": CardFactory(school=school, removed_at=now).token,
        "card_state": "brief",
        "card_step": CardStep.objects.create(card=card, text="Снять").token,
        "card_file": file.token,
        "topic_to_take": TopicFactory(school=school).token,
    }
