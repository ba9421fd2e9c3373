"""Learning: progress, attendance, surveys; each area adds the rows of its own."""

from tests.architecture.access.coverage import COVERAGE
from tests.architecture.access.quizzes import QUIZZES
from tests.architecture.access.systems import SYSTEMS
from tests.architecture.access.words import DESK, DESK_HIDDEN, OWN, PUBLIC, RUN, RUN_HIDDEN, Answer, Row, get, post, who

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
    get("learning:own", OWN),
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

# the desk sees that there is such a row, its methodists alone may change it, to others it does not exist
RUN_SEEN_BY_DESK = who("methodist", others=MISSING) | {"director": Answer.FORBIDDEN}

CERTIFICATES: tuple[Row, ...] = (
    get("learning:verify_any", PUBLIC),
    get("learning:verify", PUBLIC, "certificate"),
    get("learning:credential", PUBLIC, "certificate"),
    get("learning:badge", PUBLIC, "certificate"),
    get("learning:badge_issuer", PUBLIC),
    get("learning:badge_status", PUBLIC, "status_list", is_shared=True),
    get("learning:own_certificates", OWN),
    get("learning:own_certificate_pdf", who("learner", others=MISSING), "certificate"),
    get("learning:certificates", DESK),
    get("learning:certificate_template", RUN, "certificate_kind", is_shared=True),
    get("learning:certificate_sample", RUN, "certificate_kind", is_shared=True),
    get("learning:certificates_of", DESK_HIDDEN, "programme"),
    get("learning:certificate_rule", RUN_SEEN_BY_DESK, "programme"),
    post("learning:issue_certificates", RUN_SEEN_BY_DESK, "programme"),
    get("learning:certificates_by_hand", RUN_SEEN_BY_DESK, "programme", "certificate_kind"),
    get("learning:certificate_run", DESK_HIDDEN, "certificate_run"),
    get("learning:certificate_run_state", DESK_HIDDEN, "certificate_run"),
    get("learning:certificate_run_papers", DESK_HIDDEN, "certificate_run"),
    post("learning:certificate_run_again", RUN_SEEN_BY_DESK, "certificate_run"),
    get("learning:certificate", DESK_HIDDEN, "certificate"),
    get("learning:certificate_pdf", DESK_HIDDEN, "certificate"),
    get("learning:reissue_certificate", RUN_SEEN_BY_DESK, "certificate"),
    get("learning:revoke_certificate", RUN_SEEN_BY_DESK, "certificate"),
)

ROWS = (*PROGRESS, *COVERAGE, *QUIZZES, *CERTIFICATES, *SYSTEMS)
