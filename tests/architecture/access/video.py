"""Films: watching, the desk of films, bringing a film in."""

from tests.architecture.access.words import (
    DESK,
    DESK_HIDDEN,
    DESK_HIDDEN_ALSO_FROM_GUESTS,
    NOBODY,
    OWN,
    PUBLIC,
    ROLES,
    RUN,
    Answer,
    Row,
    get,
    post,
    who,
)

AWAY, FORBIDDEN, MISSING = Answer.AWAY, Answer.FORBIDDEN, Answer.MISSING
RUN_SEEN_BY_DESK = who("methodist", others=MISSING) | {"director": FORBIDDEN}
# the learner of the world is enrolled
ENROLLED_ALONE = who("learner", "methodist", "director", others=MISSING, guest=MISSING)
POSTER = who(*ROLES, gets=AWAY, others=AWAY)
POSTER_FOR_ENROLLED = who("learner", "methodist", "director", gets=AWAY, others=MISSING, guest=MISSING)
POSTER_FOR_DESK = who("methodist", "director", gets=AWAY, others=MISSING, guest=MISSING)

# one's own; the methodist of the world sends a film
UPLOADED = who("methodist", gets=AWAY, others=MISSING)

LEADS_TO_FILE = "it leads to the file by a signed address"
AS_A_GUEST = "a frame on another site shows what a guest may see"
NOT_PUBLIC = ("shelf_film", "draft_film", "removed_film")

WATCHING: tuple[Row, ...] = (
    get("video:watch", PUBLIC, "film"),
    get("video:watch", PUBLIC, "link_film"),
    # whom it is for is said to everybody; the film itself is not there (tests/video/test_views_watch.py)
    get("video:watch", PUBLIC, "enrolled_film"),
    *(get("video:watch", DESK_HIDDEN_ALSO_FROM_GUESTS, film) for film in NOT_PUBLIC),
    get("video:status", PUBLIC, "film"),
    get("video:status", PUBLIC, "link_film"),
    get("video:status", PUBLIC, "enrolled_film"),
    *(get("video:status", DESK_HIDDEN_ALSO_FROM_GUESTS, film) for film in NOT_PUBLIC),
    get("video:chapters", PUBLIC, "film"),
    get("video:chapters", PUBLIC, "link_film"),
    get("video:chapters", ENROLLED_ALONE, "enrolled_film"),
    *(get("video:chapters", DESK_HIDDEN_ALSO_FROM_GUESTS, film) for film in NOT_PUBLIC),
    post("video:position", OWN, "film"),
    *(post("video:position", DESK_HIDDEN, film) for film in NOT_PUBLIC),
    get("video:poster", POSTER, "film", why=LEADS_TO_FILE),
    get("video:poster", POSTER_FOR_ENROLLED, "enrolled_film", why=LEADS_TO_FILE),
    *(get("video:poster", POSTER_FOR_DESK, film, why=LEADS_TO_FILE) for film in NOT_PUBLIC),
    get("video:embed", PUBLIC, "film"),
    get("video:embed", PUBLIC, "link_film"),
    *(get("video:embed", NOBODY, film, why=AS_A_GUEST) for film in NOT_PUBLIC),
)

DESK_OF_FILMS: tuple[Row, ...] = (
    get("video:desk", DESK),
    get("video:in_work", DESK),
    get("video:film", DESK_HIDDEN, "film"),
    get("video:progress", DESK_HIDDEN, "film"),
    get("video:edit", RUN_SEEN_BY_DESK, "film"),
    get("video:new", RUN),
    get("video:replace", RUN_SEEN_BY_DESK, "film"),
    post("video:begin_upload", RUN),
    get("video:uploaded", UPLOADED, "upload", why="it leads to the film that came of it"),
    post("video:retry", RUN_SEEN_BY_DESK, "refused_film"),
    post("video:remove", RUN_SEEN_BY_DESK, "film"),
    post("video:restore", RUN_SEEN_BY_DESK, "removed_film"),
)

ROWS = (*WATCHING, *DESK_OF_FILMS)
