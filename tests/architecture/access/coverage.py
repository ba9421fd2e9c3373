"""How far one is with a film: for whoever is signed in and may watch it."""

from tests.architecture.access.words import DESK_HIDDEN, OWN, Answer, Row, get, who

ENROLLED_ALONE = who("learner", "methodist", "director", others=Answer.MISSING)

COVERAGE: tuple[Row, ...] = (
    get("learning:watched", OWN, "film"),
    get("learning:watched", OWN, "link_film"),
    get("learning:watched", ENROLLED_ALONE, "enrolled_film"),
    *(get("learning:watched", DESK_HIDDEN, film) for film in ("shelf_film", "draft_film", "removed_film")),
)
