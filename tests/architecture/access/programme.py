"""The programme: calendars, handouts and enrolment for everybody, the board of the desk."""

from nastavnik.programme.views.deeds import DEEDS
from tests.architecture.access.words import (
    DESK_HIDDEN,
    NOBODY,
    OWN,
    PUBLIC,
    RUN,
    RUN_HIDDEN,
    SIGNED_IN,
    Answer,
    Row,
    get,
    post,
    who,
)

FORBIDDEN, LOGIN, MISSING = Answer.FORBIDDEN, Answer.LOGIN, Answer.MISSING
# the desk sees that there is such a row, its methodists alone may change it, to others it does not exist
RUN_SEEN_BY_DESK = who("methodist", others=MISSING) | {"director": FORBIDDEN}
HIDDEN_YET = who("methodist", "director", others=MISSING, guest=MISSING)
# a handout that is an address sends its reader there
HANDOUT = who(*SIGNED_IN, "guest", gets=Answer.AWAY, others=Answer.AWAY)
HANDOUT_OF_DRAFT = who("methodist", "director", gets=Answer.AWAY, others=MISSING, guest=MISSING)
NO_DRAFTS = "a calendar never carries drafts, not even for the desk"

FOR_EVERYBODY: tuple[Row, ...] = (
    get("programme:school_styles", PUBLIC),
    get("programme:lesson_calendar", PUBLIC, "lesson_slug"),
    get("programme:lesson_calendar", PUBLIC, "cancelled_lesson_slug"),
    get("programme:lesson_calendar", NOBODY, "draft_lesson_slug", why=NO_DRAFTS),
    get("programme:lesson_calendar", NOBODY, "hidden_lesson_slug", why=NO_DRAFTS),
    get("programme:programme_calendar", PUBLIC, "programme"),
    get("programme:programme_calendar", HIDDEN_YET, "hidden_programme"),
    get("programme:own_calendar", PUBLIC, "calendar_key", is_shared=True),
    get("programme:handout", PUBLIC, "handout_file"),
    get("programme:handout", HANDOUT, "handout", why="a handout that is an address leads there"),
    get("programme:handout", HANDOUT_OF_DRAFT, "draft_handout", why="a handout that is an address leads there"),
    get("programme:enrol", OWN, "programme"),
    get("programme:enrol", DESK_HIDDEN, "hidden_programme"),
    post("programme:leave", OWN, "programme"),
)

DESK_OF_YEARS: tuple[Row, ...] = (
    get("programme:school", RUN_HIDDEN),
    post("programme:add_partner", RUN_HIDDEN),
    post("programme:remove_partner", RUN_HIDDEN, "partner"),
    get("programme:years", DESK_HIDDEN),
    get("programme:add_programme", RUN),
    get("programme:board", DESK_HIDDEN, "programme"),
    get("programme:board", DESK_HIDDEN, "hidden_programme"),
    get("programme:edit_programme", RUN, "programme"),
    post("programme:order", RUN_SEEN_BY_DESK, "programme"),
    post("programme:publish", RUN_SEEN_BY_DESK, "hidden_programme"),
    post("programme:hide", RUN_SEEN_BY_DESK, "programme"),
    get("programme:clone", RUN, "programme"),
    get("programme:add_cycle", RUN, "programme"),
    get("programme:enrolled", DESK_HIDDEN, "programme"),
    get("programme:enrol_people", RUN, "programme"),
    get("programme:place", DESK_HIDDEN, "programme", "enrolled"),
)

DESK_OF_LESSONS: tuple[Row, ...] = (
    get("programme:edit_cycle", RUN, "cycle"),
    post("programme:remove_cycle", RUN_SEEN_BY_DESK, "empty_cycle"),
    post("programme:bring_back_cycle", RUN_SEEN_BY_DESK, "removed_cycle"),
    post("programme:move_cycle", RUN_SEEN_BY_DESK, "cycle", "direction"),
    get("programme:add_lesson", RUN, "cycle"),
    get("programme:lesson", DESK_HIDDEN, "lesson"),
    get("programme:lesson", DESK_HIDDEN, "draft_lesson"),
    get("programme:edit_lesson_short", RUN, "lesson"),
    get("programme:cancel", RUN, "lesson"),
    post("programme:undo_edit", RUN_SEEN_BY_DESK, "lesson", "version"),
    get("programme:add_handout", RUN, "lesson"),
    *(post("programme:do", RUN_SEEN_BY_DESK, "lesson", f"deed {deed}") for deed in DEEDS),
    post("programme:remove_handout", RUN_SEEN_BY_DESK, "handout"),
    get("programme:speakers", DESK_HIDDEN),
    get("programme:add_speaker", RUN),
    get("programme:speaker", RUN, "speaker"),
    post("programme:remove_speaker", RUN_SEEN_BY_DESK, "speaker"),
)

ROWS = (*FOR_EVERYBODY, *DESK_OF_YEARS, *DESK_OF_LESSONS)
