"""For programs: what everybody reads without a key, what a key opens, and the desk where keys and webhooks are kept."""

from typing import Any

from django.utils import timezone

from nastavnik.api.enums import Event, Life, Scope
from nastavnik.api.services.hooks import add_webhook
from nastavnik.api.services.keys import make_key
from nastavnik.mentoring.enums import PublicState
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.publishing.enums import CollectionState
from tests.architecture.access.words import NOBODY, PUBLIC, ROLES, RUN, RUN_HIDDEN, Answer, Row, get, post, who
from tests.contest.factories import ContestFactory
from tests.mentoring.answering.factories import PublicAnswerFactory
from tests.publishing.factories import CollectionFactory

UNSIGNED = who(*ROLES, gets=Answer.UNSIGNED, others=Answer.UNSIGNED)
A_KEY = "a key in the header is the right; a session in the browser opens nothing (tests/api)"
KEYS: dict[str, Any] = {"why": A_KEY, "is_shared": True}
MOVES = ("announce", "withdraw", "cancel", "restore", "hold", "reopen")

OPEN: tuple[Row, ...] = (
    get("api:guide", PUBLIC),
    get("api:openapi", PUBLIC),
    get("api:nothing", NOBODY, "api_nowhere", why="nothing is there, which programs are told in their own words"),
    get("api:v1_school", PUBLIC),
    get("api:v1_programmes", PUBLIC),
    get("api:v1_programme", PUBLIC, "programme"),
    get("api:v1_programme", NOBODY, "hidden_programme", why="for everybody alike: a session opens nothing"),
    get("api:v1_lessons", PUBLIC),
    get("api:v1_lesson", PUBLIC, "lesson"),
    get("api:v1_lesson", NOBODY, "draft_lesson", why="for everybody alike: a session opens nothing"),
    get("api:v1_films", PUBLIC),
    get("api:v1_film", PUBLIC, "film"),
    get("api:v1_film", NOBODY, "enrolled_film", why="for everybody alike: a session opens nothing"),
    get("api:v1_search", PUBLIC),
    get("api:v1_answers", PUBLIC),
    get("api:v1_answer", PUBLIC, "api_answer"),
    get("api:v1_contests", PUBLIC),
    get("api:v1_contest", PUBLIC, "api_contest"),
    get("api:v1_results", PUBLIC, "api_contest"),
    get("api:v1_collections", PUBLIC),
    get("api:v1_collection", PUBLIC, "api_book"),
)
BY_KEY: tuple[Row, ...] = (
    get("api:v1_desk_programmes", UNSIGNED, **KEYS),
    get("api:v1_desk_cycles", UNSIGNED, "programme", **KEYS),
    get("api:v1_desk_lessons", UNSIGNED, **KEYS),
    get("api:v1_desk_lesson", UNSIGNED, "lesson", **KEYS),
    get("api:v1_desk_channels", UNSIGNED, **KEYS),
    get("api:v1_desk_progress", UNSIGNED, "programme", **KEYS),
    get("api:v1_desk_learners", UNSIGNED, "programme", **KEYS),
    get("api:v1_desk_lesson_numbers", UNSIGNED, "programme", **KEYS),
    get("api:v1_desk_applications", UNSIGNED, "api_contest", **KEYS),
    get("api:v1_desk_questions", UNSIGNED, **KEYS),
    get("api:v1_desk_question_figures", UNSIGNED, **KEYS),
    *(post(f"api:v1_desk_lesson_{move}", UNSIGNED, "lesson", **KEYS) for move in MOVES),
    get("api:v1_desk_programme", UNSIGNED, "programme", **KEYS),
    *(post(f"api:v1_desk_programme_{move}", UNSIGNED, "programme", **KEYS) for move in ("publish", "hide")),
    get("api:v1_desk_people", UNSIGNED, **KEYS),
    get("api:v1_desk_libraries", UNSIGNED, **KEYS),
    get("api:v1_desk_enrolments", UNSIGNED, "programme", **KEYS),
    post("api:v1_desk_enrolment_remove", UNSIGNED, "programme", "person", **KEYS),
    get("api:v1_desk_broadcasts", UNSIGNED, **KEYS),
    get("api:v1_desk_broadcast", UNSIGNED, "broadcast", **KEYS),
    *(post(f"api:v1_desk_broadcast_{move}", UNSIGNED, "broadcast", **KEYS) for move in ("begin", "end")),
    get("api:v1_desk_submissions", UNSIGNED, **KEYS),
    get("api:v1_desk_question", UNSIGNED, "api_answer", **KEYS),
    *(post(f"api:v1_desk_question_{deed}", UNSIGNED, "api_answer", **KEYS) for deed in ("answer", "public")),
    get("api:v1_desk_answers", UNSIGNED, **KEYS),
    get("api:v1_desk_answer", UNSIGNED, "api_answer", **KEYS),
    *(post(f"api:v1_desk_answer_{move}", UNSIGNED, "api_answer", **KEYS) for move in ("publish", "withdraw")),
    get("api:v1_desk_collections", UNSIGNED, **KEYS),
    get("api:v1_desk_collection", UNSIGNED, "api_answer", **KEYS),
    get("api:v1_desk_collection_imprint", UNSIGNED, "api_answer", **KEYS),
    *(post(f"api:v1_desk_collection_{move}", UNSIGNED, "api_answer", **KEYS) for move in ("press", "publish", "hide")),
)
DESK: tuple[Row, ...] = (
    get("api:keys", RUN),
    post("api:revoke_key", RUN, "api_key"),
    get("api:webhooks", RUN),
    get("api:webhook", RUN_HIDDEN, "webhook"),
    post("api:renew_secret", RUN_HIDDEN, "webhook"),
    post("api:send_trial", RUN_HIDDEN, "webhook"),
    post("api:remove_webhook", RUN_HIDDEN, "webhook"),
)
ROWS = (*OPEN, *BY_KEY, *DESK)

# Deeds of programs take no token of a form: a key in the header is the right, and no cookie counts.
DEEDS = (
    "api:v1_desk_lessons",
    "api:v1_desk_programmes",
    "api:v1_desk_cycles",
    "api:v1_desk_enrolments",
    "api:v1_desk_broadcasts",
    "api:v1_desk_collections",
    *(row.name for row in BY_KEY if row.is_post),
)


def things_of_api(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a key and a webhook of the methodist, and something public of each kind that programs read."""
    now, words = timezone.now(), {"actor": people["methodist"], "school_id": school.pk, "title": "Сайт"}
    key, _secret = make_key(scopes=list(Scope), life=Life.MONTH, now=now, **words)
    hook, _secret = add_webhook(url="https://bot.example.org/", events=[Event.LESSON_HELD], now=now, **words)
    book = CollectionFactory(school=school, state=CollectionState.PUBLISHED, published_at=now)
    answer = PublicAnswerFactory(consultation__school=school, state=PublicState.PUBLIC, published_at=now)
    return {
        "api_nowhere": "nowhere",
        "api_key": key.token,
        "webhook": hook.token,
        "api_answer": answer.token,
        "api_contest": ContestFactory(school=school, released=True).slug,
        "api_book": book.slug,
    }
