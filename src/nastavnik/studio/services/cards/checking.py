"""Somebody says that she has read the subtitles through: of these very words, no others."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.selectors.cards.words import subtitles_of, words_mark
from nastavnik.studio.services.cards.locking import open_locked
from nastavnik.studio.services.cards.refusals import WordsChanged


@transaction.atomic
def check_subtitles(*, actor: User, card_id: int, mark: str, now: datetime) -> ProductionCard:
    """Note that the words with this mark (`selectors.cards.words`) were read through. Raises `WordsChanged`, `CardIsPublished`."""
    card = open_locked(actor, card_id)
    transcript = subtitles_of(card)
    if card.video is None or transcript is None or words_mark(card.video, transcript.pk, transcript.version) != mark:
        raise WordsChanged
    if card.checked_words != mark:
        card.checked_words = mark
        card.save(update_fields=["checked_words"])
        journal.record(actor=actor, verb="subtitles_checked", subject=card, now=now)
    return card


@transaction.atomic
def uncheck_subtitles(*, actor: User, card_id: int, now: datetime) -> ProductionCard:
    """Take back that the subtitles were read through. Raises `CardIsPublished`."""
    card = open_locked(actor, card_id)
    if card.checked_words:
        card.checked_words = ""
        card.save(update_fields=["checked_words"])
        journal.record(actor=actor, verb="subtitles_unchecked", subject=card, now=now)
    return card
