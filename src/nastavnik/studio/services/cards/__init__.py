"""Production cards: begun, written, moved over the board, talked about, published."""

from nastavnik.studio.services.cards.beginning import begin_card
from nastavnik.studio.services.cards.checking import check_subtitles, uncheck_subtitles
from nastavnik.studio.services.cards.editing import CardFields, edit_card
from nastavnik.studio.services.cards.files import add_file, remove_file
from nastavnik.studio.services.cards.moving import move_card, reorder_cards
from nastavnik.studio.services.cards.publishing import publish_card
from nastavnik.studio.services.cards.reminders import remind_of_cards
from nastavnik.studio.services.cards.removing import remove_card, restore_card
from nastavnik.studio.services.cards.rules import set_rules
from nastavnik.studio.services.cards.steps import add_step, add_usual_steps, remove_step, reorder_steps, tick_step
from nastavnik.studio.services.cards.talk import add_comment

__all__ = [
    "CardFields",
    "add_comment",
    "add_file",
    "add_step",
    "add_usual_steps",
    "begin_card",
    "check_subtitles",
    "edit_card",
    "move_card",
    "publish_card",
    "remind_of_cards",
    "remove_card",
    "remove_file",
    "remove_step",
    "reorder_cards",
    "reorder_steps",
    "restore_card",
    "set_rules",
    "tick_step",
    "uncheck_subtitles",
]
