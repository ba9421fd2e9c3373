"""Contests: what everybody sees, their setting up; each area adds the rows of its own."""

from tests.architecture.access import contest_applications, contest_jury, contest_results
from tests.architecture.access.words import (
    DESK,
    DESK_HIDDEN,
    DESK_HIDDEN_ALSO_FROM_GUESTS,
    NOBODY,
    PUBLIC,
    RUN,
    RUN_HIDDEN,
    Answer,
    Row,
    get,
    post,
    who,
)

# the desk sees that there is such a contest, its methodists alone may change it, to others it does not exist
RUN_SEEN_BY_DESK = who("methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}
REMOVED = "a removed contest is found by nobody; it comes back by the message of its removal"
LISTS = {"directions": "contest_direction", "criteria": "contest_criterion", "awards": "contest_award"}


def rows_of_lists() -> tuple[Row, ...]:
    """Return the rows of directions, criteria and awards, which work alike."""
    return tuple(
        row
        for name, thing in LISTS.items()
        for row in (
            get("contest:part", RUN_SEEN_BY_DESK, "draft_contest", f"list {name}"),
            get("contest:add_row", RUN_SEEN_BY_DESK, "draft_contest", f"list {name}"),
            get("contest:edit_row", RUN_SEEN_BY_DESK, "draft_contest", f"list {name}", thing),
            post("contest:order_part", RUN_SEEN_BY_DESK, "draft_contest", f"list {name}"),
            post("contest:remove_row", RUN_SEEN_BY_DESK, "draft_contest", f"list {name}", thing),
        )
    )


SETUP: tuple[Row, ...] = (
    get("contest:contests", PUBLIC),
    get("contest:contest", PUBLIC, "contest_slug"),
    get("contest:contest", DESK_HIDDEN_ALSO_FROM_GUESTS, "draft_contest_slug"),
    get("contest:contest", NOBODY, "removed_contest_slug", why=REMOVED),
    get("contest:regulation", PUBLIC, "contest_slug"),
    get("contest:regulation", DESK_HIDDEN_ALSO_FROM_GUESTS, "draft_contest_slug"),
    get("contest:desk_contests", DESK),
    get("contest:add_contest", RUN),
    get("contest:desk_contest", DESK_HIDDEN, "draft_contest"),
    get("contest:edit_words", RUN_SEEN_BY_DESK, "draft_contest"),
    get("contest:edit_days", RUN_SEEN_BY_DESK, "draft_contest"),
    get("contest:edit_rules", RUN_SEEN_BY_DESK, "draft_contest"),
    *rows_of_lists(),
    get("contest:edit_form", RUN_SEEN_BY_DESK, "draft_contest"),
    post("contest:order_form", RUN_SEEN_BY_DESK, "draft_contest"),
    get("contest:add_section", RUN_SEEN_BY_DESK, "draft_contest"),
    get("contest:edit_section", RUN_SEEN_BY_DESK, "draft_contest", "empty_section"),
    post("contest:move_section", RUN_SEEN_BY_DESK, "draft_contest", "empty_section", "step"),
    post("contest:remove_section", RUN_SEEN_BY_DESK, "draft_contest", "empty_section"),
    get("contest:add_field", RUN_SEEN_BY_DESK, "draft_contest", "full_section"),
    get("contest:edit_field", RUN_SEEN_BY_DESK, "draft_contest", "form_field"),
    post("contest:remove_field", RUN_SEEN_BY_DESK, "draft_contest", "form_field"),
    get("contest:preview", DESK_HIDDEN, "draft_contest"),
    get("contest:preview_of", DESK_HIDDEN, "draft_contest", "preview regulation"),
    get("contest:preview_of", DESK_HIDDEN, "draft_contest", "preview application"),
    get("contest:preview_of", DESK_HIDDEN, "draft_contest", "preview sheet"),
    get("contest:clone_contest", RUN_SEEN_BY_DESK, "draft_contest"),
    post("contest:open", RUN_SEEN_BY_DESK, "draft_contest"),
    post("contest:take_back", RUN_SEEN_BY_DESK, "draft_contest"),
    post("contest:remove_contest", RUN_SEEN_BY_DESK, "draft_contest"),
    post("contest:bring_back_contest", RUN_HIDDEN, "removed_contest"),
    post("contest:undo_setup", RUN_SEEN_BY_DESK, "draft_contest", "removal"),
)

ROWS = (
    *SETUP,
    *contest_applications.ROWS,
    *contest_jury.ROWS,
    *contest_results.ROWS,
)
