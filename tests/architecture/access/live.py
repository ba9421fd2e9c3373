"""Broadcasts: their desk, keys, channels."""

from tests.architecture.access.words import DESK, DESK_HIDDEN, RUN, Answer, Row, get, post, who

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
    post("live:revoke_key", RUN_SEEN_BY_DESK, "broadcast", "stream_key"),
    post("live:check", RUN_SEEN_BY_DESK, "broadcast"),
    get("live:check_result", DESK_HIDDEN, "broadcast"),
    post("live:check_upload", RUN_SEEN_BY_DESK, "broadcast"),
    get("live:channels", DESK),
    get("live:add_channel", RUN, "channel_kind", is_shared=True),
    get("live:channel", RUN_SEEN_BY_DESK, "channel"),
    post("live:remove_channel", RUN_SEEN_BY_DESK, "channel"),
    post("live:restore_channel", RUN_SEEN_BY_DESK, "channel"),
)

ROWS = (*DESK_OF_BROADCASTS,)
