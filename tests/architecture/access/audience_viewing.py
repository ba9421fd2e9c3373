"""Viewings: whoever may watch gets a pass for it, the desk sees what came of them."""

from tests.architecture.access.words import (
    DESK_HIDDEN,
    DESK_HIDDEN_ALSO_FROM_GUESTS,
    PUBLIC,
    Answer,
    Row,
    get,
    post,
    who,
)

# the desk sees the lesson, its methodists alone write
RECORDS = who("methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}
ENROLLED = who("learner", "methodist", "director", others=Answer.FORBIDDEN, guest=Answer.FORBIDDEN)

ROWS: tuple[Row, ...] = (
    post("audience:viewing_opened", PUBLIC, "film"),
    post("audience:viewing_opened", PUBLIC, "link_film"),
    post("audience:viewing_opened", ENROLLED, "enrolled_film"),
    *(
        post("audience:viewing_opened", DESK_HIDDEN_ALSO_FROM_GUESTS, film)
        for film in ("shelf_film", "draft_film", "removed_film")
    ),
    get("audience:replayed", PUBLIC, "film"),
    get("audience:replayed", ENROLLED, "enrolled_film"),
    get("audience:replayed", DESK_HIDDEN_ALSO_FROM_GUESTS, "draft_film"),
    get("audience:viewing", DESK_HIDDEN, "lesson"),
    post("audience:viewing_record", RECORDS, "lesson"),
)
