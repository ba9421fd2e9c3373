"""The teleprompter of a card and the phone that steers it: what was asked for, and how far the text is.

It goes through a row, so that it does not matter which process answers which of the two.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from nastavnik.studio.enums import PrompterDeed
from nastavnik.studio.models import ProductionCard, Prompter

# a phone that was pressed more often than the prompter looked
MOST_DEEDS = 20


@transaction.atomic
def steer_prompter(*, card: ProductionCard, deed: PrompterDeed) -> int:
    """Ask the teleprompter of a card for something; return the number under which. Who may is asked before: see `views.prompter`."""
    row = _locked(card)
    row.number += 1
    row.deeds = [*row.deeds, [row.number, deed.value]][-MOST_DEEDS:]
    row.save(update_fields=["number", "deeds"])
    return row.number


@transaction.atomic
def report_prompter(*, card: ProductionCard, told: dict[str, Any], now: datetime) -> Prompter:
    """Note what a teleprompter says of itself; return what is asked of it."""
    row = _locked(card)
    row.told, row.told_at = told, now
    row.save(update_fields=["told", "told_at"])
    return row


def _locked(card: ProductionCard) -> Prompter:
    Prompter.objects.get_or_create(card=card)
    return Prompter.objects.select_for_update(no_key=True).get(card=card)
