"""The public pages of the school, one's own study, the first page of the desk, what machines ask for."""

from tests.architecture.access.words import (
    DESK_HIDDEN,
    DESK_HIDDEN_ALSO_FROM_GUESTS,
    NOBODY,
    OWN,
    PUBLIC,
    ROLES,
    Answer,
    Row,
    get,
    who,
)

LEADS_AWAY = who(*ROLES, gets=Answer.AWAY, others=Answer.AWAY)

ROWS: tuple[Row, ...] = (
    get("portal:home", PUBLIC),
    get("portal:programme", PUBLIC),
    get("portal:year", PUBLIC, "programme"),
    get("portal:year", DESK_HIDDEN_ALSO_FROM_GUESTS, "hidden_programme"),
    get("portal:lessons", LEADS_AWAY, why="it leads to the programme"),
    get("portal:lesson", PUBLIC, "lesson_slug"),
    get("portal:lesson", PUBLIC, "held_lesson_slug"),
    get("portal:lesson", PUBLIC, "cancelled_lesson_slug"),
    get("portal:lesson", DESK_HIDDEN_ALSO_FROM_GUESTS, "draft_lesson_slug"),
    get("portal:lesson", DESK_HIDDEN_ALSO_FROM_GUESTS, "hidden_lesson_slug"),
    get("portal:lesson", NOBODY, "removed_lesson_slug", why="what was taken off the board is seen by nobody"),
    get("portal:videos", PUBLIC),
    get("portal:about", PUBLIC),
    get("portal:me", OWN),
    get("portal:desk", DESK_HIDDEN),
    get("portal:embed", PUBLIC),
    get("portal:embed_year", PUBLIC, "programme"),
    get("portal:embed_year", NOBODY, "hidden_programme", why="a frame shows what a guest sees, whoever asks"),
    get("portal:embedding", DESK_HIDDEN),
    get("portal:robots", PUBLIC),
    get("portal:sitemap", PUBLIC),
    get("portal:sitemap_part", PUBLIC, "map_part", is_shared=True),
    get("portal:lessons_feed", PUBLIC),
    get("portal:podcast", PUBLIC),
    get("portal:oembed", NOBODY, why="it is asked about an address, and there is none in it"),
    get("portal:card", PUBLIC, "card_kind", "lesson_slug"),
    *(
        get("portal:card", NOBODY, "card_kind", lesson, why="other sites show what guests may see, whoever asks")
        for lesson in ("draft_lesson_slug", "hidden_lesson_slug", "removed_lesson_slug")
    ),
    get("portal:manifest", PUBLIC),
    get("portal:favicon", LEADS_AWAY, why="it leads to the picture there is"),
)
