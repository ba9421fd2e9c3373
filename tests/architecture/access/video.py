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
    RUN_HIDDEN,
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
TAKEAWAY = who("methodist", gets=AWAY, others=MISSING) | {"director": FORBIDDEN}

# one's own; the methodist of the world sends a film
UPLOADED = who("methodist", gets=AWAY, others=MISSING)

# the learner of the world has lists of moments; the methodist changes no list of hers
OWN_LIST = who("learner", others=MISSING)

LEADS_TO_FILE = "it leads to the file by a signed address"
CHAPTERS = ("video:chapters", "video:podcast_chapters")
ONLY_FOR_ALL = "a podcast has what everybody may hear, whoever asks"
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
    *(get(chapters, PUBLIC, film) for chapters in CHAPTERS for film in ("film", "link_film")),
    *(get(chapters, ENROLLED_ALONE, "enrolled_film") for chapters in CHAPTERS),
    *(get(chapters, DESK_HIDDEN_ALSO_FROM_GUESTS, film) for chapters in CHAPTERS for film in NOT_PUBLIC),
    get("video:words", PUBLIC, "film"),
    get("video:words", PUBLIC, "link_film"),
    get("video:words", ENROLLED_ALONE, "enrolled_film"),
    *(get("video:words", DESK_HIDDEN_ALSO_FROM_GUESTS, film) for film in NOT_PUBLIC),
    get("video:words_in", PUBLIC, "film", "language"),
    get("video:words_in", PUBLIC, "link_film", "language"),
    get("video:words_in", ENROLLED_ALONE, "enrolled_film", "language"),
    *(get("video:words_in", DESK_HIDDEN_ALSO_FROM_GUESTS, film, "language") for film in NOT_PUBLIC),
    get("video:words_file", PUBLIC, "film", "language", "ending"),
    get("video:words_file", PUBLIC, "link_film", "language", "ending"),
    get("video:words_file", ENROLLED_ALONE, "enrolled_film", "language", "ending"),
    *(get("video:words_file", DESK_HIDDEN_ALSO_FROM_GUESTS, film, "language", "ending") for film in NOT_PUBLIC),
    get("video:slides", PUBLIC, "film"),
    get("video:slides", PUBLIC, "link_film"),
    get("video:slides", ENROLLED_ALONE, "enrolled_film"),
    *(get("video:slides", DESK_HIDDEN_ALSO_FROM_GUESTS, film) for film in NOT_PUBLIC),
    post("video:position", OWN, "film"),
    *(post("video:position", DESK_HIDDEN, film) for film in NOT_PUBLIC),
    get("video:poster", POSTER, "film", why=LEADS_TO_FILE),
    get("video:poster", POSTER_FOR_ENROLLED, "enrolled_film", why=LEADS_TO_FILE),
    *(get("video:poster", POSTER_FOR_DESK, film, why=LEADS_TO_FILE) for film in NOT_PUBLIC),
    get("video:sound", POSTER, "film", why=LEADS_TO_FILE),
    *(get("video:sound", NOBODY, film, why=ONLY_FOR_ALL) for film in ("enrolled_film", "removed_film", "link_film")),
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
    get("video:slides_desk", RUN_SEEN_BY_DESK, "film"),
    get("video:slides_rows", RUN_SEEN_BY_DESK, "film"),
    post("video:change_slide", RUN_SEEN_BY_DESK, "film"),
    post("video:merge_slide", RUN_SEEN_BY_DESK, "film"),
    post("video:remove_slide", RUN_SEEN_BY_DESK, "film"),
    post("video:add_slide", RUN_SEEN_BY_DESK, "film"),
    post("video:undo_slides", RUN_SEEN_BY_DESK, "film", "slides_version"),
    post("video:look_anew", RUN_SEEN_BY_DESK, "film"),
    post("video:give_talk", RUN_SEEN_BY_DESK, "film"),
    post("video:drop_talk", RUN_SEEN_BY_DESK, "film"),
    get("video:takeaway", TAKEAWAY, "film", why=LEADS_TO_FILE),
    post("video:make_takeaway", RUN_SEEN_BY_DESK, "film"),
    get("video:takeaway_state", RUN_SEEN_BY_DESK, "film"),
    get("video:edit_chapters", RUN_SEEN_BY_DESK, "film"),
    get("video:chapters_making", RUN_SEEN_BY_DESK, "film"),
    post("video:propose_chapters", RUN_SEEN_BY_DESK, "film"),
    get("video:film_words", RUN_SEEN_BY_DESK, "film"),
    get("video:words_making", RUN_SEEN_BY_DESK, "film"),
    post("video:recognise_words", RUN_SEEN_BY_DESK, "film"),
    get("video:edit_words", RUN_SEEN_BY_DESK, "film", "language"),
    post("video:remove_words", RUN_SEEN_BY_DESK, "film", "language"),
    post("video:resume_words", RUN_SEEN_BY_DESK, "film", "language"),
    post("video:stop_words", RUN_SEEN_BY_DESK, "film", "language"),
    get("video:words_state", RUN_SEEN_BY_DESK, "film", "language"),
    post("video:words_phrase", RUN_SEEN_BY_DESK, "film", "language"),
    get("video:word_versions", RUN_SEEN_BY_DESK, "film", "language"),
    get("video:word_version", RUN_SEEN_BY_DESK, "film", "language", "words_version"),
    post("video:restore_words", RUN_SEEN_BY_DESK, "film", "language", "words_version"),
    get("video:wave", RUN_SEEN_BY_DESK, "film"),
    get("video:glossary", RUN_HIDDEN),
    get("video:glossary_preview", RUN_HIDDEN),
    post("video:glossary_apply", RUN),
    get("video:glossary_term", RUN_HIDDEN, "term"),
    post("video:glossary_remove", RUN, "term"),
)

MOMENTS: tuple[Row, ...] = (
    get("video:keep_moment", OWN, "film"),
    get("video:keep_moment", OWN, "link_film"),
    get("video:keep_moment", who("learner", "methodist", "director", others=MISSING), "enrolled_film"),
    *(get("video:keep_moment", DESK_HIDDEN, film) for film in NOT_PUBLIC),
    get("video:moment_lists", OWN),
    get("video:moment_list", PUBLIC, "shared_list"),
    get("video:moment_list", who("learner", others=MISSING, guest=MISSING), "closed_list"),
    get("video:play_moment", PUBLIC, "shared_list", "moment_number"),
    get("video:play_moment", who("learner", others=MISSING, guest=MISSING), "closed_list", "moment_number"),
    get("video:edit_list", OWN_LIST, "shared_list"),
    post("video:remove_list", OWN_LIST, "shared_list"),
    post("video:restore_list", OWN_LIST, "shared_list"),
    post("video:order_moments", OWN_LIST, "shared_list"),
    get("video:edit_moment", OWN_LIST, "moment"),
    post("video:remove_moment", OWN_LIST, "moment"),
    post("video:restore_moment", OWN_LIST, "moment"),
)

ROWS = (*WATCHING, *DESK_OF_FILMS, *MOMENTS)
