"""Broadcasts: their desk, keys, channels; rooms: words, their leading, the speaker's screen, tables."""

from nastavnik.live.selectors.room.tables import TABLES
from nastavnik.live.views.room_lead import MEMBER_DEEDS, MESSAGE_DEEDS, POLL_DEEDS, QUESTION_DEEDS
from tests.architecture.access.words import (
    DESK,
    DESK_HIDDEN,
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

# the desk sees that there is such a row, its methodists alone may change it, to others it does not exist
RUN_SEEN_BY_DESK = who("methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}

DESK_OF_BROADCASTS: tuple[Row, ...] = (
    get("live:broadcasts", DESK_HIDDEN),
    get("live:plan", RUN),
    get("live:broadcast", DESK_HIDDEN, "broadcast"),
    get("live:broadcast_state", DESK_HIDDEN, "broadcast"),
    post("live:go_live", RUN_SEEN_BY_DESK, "broadcast"),
    post("live:end_broadcast", RUN_SEEN_BY_DESK, "broadcast"),
    post("live:hand_over", RUN_SEEN_BY_DESK, "broadcast", "sender"),
    get("live:relay", RUN_SEEN_BY_DESK, "broadcast", "channel"),
    post("live:switch_relay", RUN_SEEN_BY_DESK, "broadcast", "channel"),
    get("live:broadcast_settings", RUN_SEEN_BY_DESK, "broadcast"),
    get("live:keys", RUN_SEEN_BY_DESK, "broadcast"),
    get("live:trim", RUN_SEEN_BY_DESK, "recorded_broadcast"),
    post("live:revoke_key", RUN_SEEN_BY_DESK, "broadcast", "stream_key"),
    post("live:check", RUN_SEEN_BY_DESK, "broadcast"),
    get("live:check_result", DESK_HIDDEN, "broadcast"),
    post("live:check_upload", RUN_SEEN_BY_DESK, "broadcast"),
    get("live:channels", DESK),
    get("live:add_channel", RUN, "channel_kind", is_shared=True),
    get("live:channel", RUN_SEEN_BY_DESK, "channel"),
    post("live:remove_channel", RUN_SEEN_BY_DESK, "channel"),
    post("live:restore_channel", RUN_SEEN_BY_DESK, "channel"),
    get("live:submissions", DESK),
    get("live:submission", DESK_HIDDEN, "lesson", "asking_channel"),
    get("live:submission_cover", DESK_HIDDEN, "lesson", "asking_channel"),
    post("live:skip_submission", RUN_SEEN_BY_DESK, "lesson", "asking_channel"),
    post("live:moved_submission", RUN_SEEN_BY_DESK, "lesson", "asking_channel"),
    post("live:check_submission", RUN_SEEN_BY_DESK, "lesson", "asking_channel"),
    get("live:submission_rule", RUN_SEEN_BY_DESK, "asking_channel"),
)

# the learner of the world is enrolled
ENROLLED = who("learner", "methodist", "director", others=Answer.MISSING, guest=Answer.MISSING)
TO_THE_LESSON = who(*ROLES, gets=Answer.AWAY, others=Answer.AWAY)
TO_THE_LESSON_OF_THE_ENROLLED = {
    role: Answer.AWAY if answer is Answer.IN else answer for role, answer in ENROLLED.items()
}
WATCHING: tuple[Row, ...] = (
    get("live:state", PUBLIC, "room_broadcast"),
    get("live:state", ENROLLED, "closed_broadcast"),
    get("live:answer", TO_THE_LESSON, "question", why="it leads on to the lesson"),
    get("live:answer", TO_THE_LESSON_OF_THE_ENROLLED, "closed_question", why="it leads on to the lesson"),
)
# whoever may enter is told by the room itself what she may not do there, guests too: the answer is a sentence, not a refusal
WORDS_OF_ROOMS: tuple[Row, ...] = (
    *(
        row
        for room, expected in (("room", PUBLIC), ("closed_room", ENROLLED))
        for row in (
            get("live:room", expected, room),
            get("live:room_part", expected, room),
            get("live:room_people", expected, room),
            post("live:hand", expected, room),
        )
    ),
    *(post(f"live:{name}", PUBLIC, "room") for name in ("enter", "say", "ask", "react")),
    post("live:vote", PUBLIC, "room", "question"),
    post("live:choose", PUBLIC, "room", "poll"),
)
LEADING_OF_ROOMS: tuple[Row, ...] = (
    post("live:rules", RUN, "room"),
    post("live:add_poll", RUN, "room"),
    post("live:merge", RUN, "room", "question"),
    *(post("live:question_deed", RUN, "room", "question", f"deed {deed}") for deed in QUESTION_DEEDS),
    *(post("live:message_deed", RUN, "room", "message", f"deed {deed}") for deed in MESSAGE_DEEDS),
    *(post("live:member_deed", RUN, "room", "member", f"deed {deed}") for deed in MEMBER_DEEDS),
    *(post("live:poll_deed", RUN, "room", "poll", f"deed {deed}") for deed in POLL_DEEDS),
    get("live:speaker", RUN_HIDDEN, "room_broadcast"),
    get("live:overlay", PUBLIC, "room", "overlay_key"),
    *(get("live:room_table", DESK_HIDDEN, "room_broadcast", f"table {name}") for name in TABLES),
)

ROWS = (*DESK_OF_BROADCASTS, *WATCHING, *WORDS_OF_ROOMS, *LEADING_OF_ROOMS)
