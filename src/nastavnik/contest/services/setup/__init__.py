"""How a contest is set up: made, written, put in order, opened."""

from nastavnik.contest.services.setup.awards import add_award, edit_award, order_awards, remove_award
from nastavnik.contest.services.setup.contests import (
    bring_contest_back,
    edit_days,
    edit_rules,
    edit_words,
    open_contest,
    remove_contest,
    take_contest_back,
)
from nastavnik.contest.services.setup.criteria import add_criterion, edit_criterion, order_criteria, remove_criterion
from nastavnik.contest.services.setup.directions import (
    add_direction,
    edit_direction,
    order_directions,
    remove_direction,
)
from nastavnik.contest.services.setup.form import (
    add_field,
    add_section,
    edit_field,
    edit_section,
    move_section,
    order_fields,
    remove_field,
    remove_section,
)
from nastavnik.contest.services.setup.making import clone_contest, create_contest
from nastavnik.contest.services.setup.undo import bring_back

__all__ = [
    "add_award",
    "add_criterion",
    "add_direction",
    "add_field",
    "add_section",
    "bring_back",
    "bring_contest_back",
    "clone_contest",
    "create_contest",
    "edit_award",
    "edit_criterion",
    "edit_days",
    "edit_direction",
    "edit_field",
    "edit_rules",
    "edit_section",
    "edit_words",
    "move_section",
    "open_contest",
    "order_awards",
    "order_criteria",
    "order_directions",
    "order_fields",
    "remove_award",
    "remove_contest",
    "remove_criterion",
    "remove_direction",
    "remove_field",
    "remove_section",
    "take_contest_back",
]
