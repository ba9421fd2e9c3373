"""Learning: progress, attendance, surveys; each area adds the rows of its own."""

from tests.architecture.access.words import DESK_HIDDEN, OWN, RUN_HIDDEN, Answer, Row, get, post, who

MISSING = Answer.MISSING
# the head of the world heads one library, and sees the people of it
HEAD = who("head", others=MISSING)
HEAD_AND_DESK = who("head", "methodist", "director", others=MISSING)
NAMED = who("learner", others=MISSING)

PROGRESS: tuple[Row, ...] = (
    get("learning:check_in", OWN, "lesson_slug"),
    get("learning:check_in", DESK_HIDDEN, "draft_lesson_slug"),
    get("learning:survey", OWN, "held_lesson_slug"),
    get("learning:survey", DESK_HIDDEN, "draft_lesson_slug"),
    post("learning:deny_check_in", NAMED, "check_in"),
    post("learning:confirm_check_in", NAMED, "check_in"),
    get("learning:library", HEAD),
    get("learning:one_library", HEAD, "headed_library"),
    get("learning:library_year", HEAD, "headed_library", "programme"),
    get("learning:colleague", HEAD_AND_DESK, "colleague"),
    get("learning:lesson", DESK_HIDDEN, "lesson"),
    get("learning:counted", DESK_HIDDEN, "lesson"),
    get("learning:survey_results", DESK_HIDDEN, "lesson"),
    get("learning:rule", RUN_HIDDEN, "lesson"),
    get("learning:note", RUN_HIDDEN, "lesson"),
    post("learning:take_attendance_back", RUN_HIDDEN, "lesson"),
    get("learning:network", DESK_HIDDEN),
    get("learning:network_year", DESK_HIDDEN, "programme"),
    get("learning:people", DESK_HIDDEN, "programme"),
    get("learning:lessons", DESK_HIDDEN, "programme"),
    get("learning:person", DESK_HIDDEN, "person"),
    get("learning:nudge", RUN_HIDDEN, "programme"),
)

ROWS = (*PROGRESS,)
