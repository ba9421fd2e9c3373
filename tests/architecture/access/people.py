"""People: coming in, one's own pages, the desk of people and places."""

from tests.architecture.access.words import DESK, DESK_HIDDEN, OWN, PUBLIC, RUN, RUN_HIDDEN, Answer, Row, get, post, who

MISSING = Answer.MISSING
# a row of her own: the world's notice belongs to the learner
LEARNER_ALONE = who("learner", others=MISSING)
REGISTER = who("guest", others=Answer.AWAY)

ROWS: tuple[Row, ...] = (
    get("people:register", REGISTER),
    get("people:invitation", PUBLIC, "invitation", is_shared=True),
    get("people:document", PUBLIC, "consent_kind", is_shared=True),
    get("people:unsubscribe", PUBLIC, "unsubscribe", is_shared=True),
    get("people:profile", OWN),
    get("people:security", OWN),
    get("people:own_data", OWN),
    get("people:export_own_data", OWN),
    get("people:consents", OWN),
    get("people:welcome", OWN),
    post("people:give_consent", OWN, "consent_text"),
    post("people:withdraw_consent", OWN, "consent_kind", is_shared=True),
    get("people:notices", OWN),
    post("people:read_notices", OWN),
    post("people:open_notice", LEARNER_ALONE, "notice"),
    get("people:preferences", OWN),
    get("people:person", DESK, "person"),
    get("people:edit_person", RUN, "person"),
    post("people:roles", RUN, "person"),
    post("people:renew_invitation", RUN, "person"),
    post("people:deactivate", RUN, "person"),
    post("people:activate", RUN, "person"),
    get("people:people", DESK),
    get("people:invite", RUN),
    get("people:staff_lists", RUN),
    get("people:staff_list", RUN_HIDDEN, "staff_list"),
    post("people:recheck_staff_list", RUN_HIDDEN, "staff_list"),
    post("people:apply_staff_list", RUN_HIDDEN, "staff_list"),
    post("people:undo_staff_list", RUN_HIDDEN, "staff_list"),
    get("people:libraries", DESK),
    get("people:add_library", RUN),
    get("people:library", DESK_HIDDEN, "library"),
    get("people:organisations", DESK),
    get("people:add_organisation", RUN),
    get("people:organisation", DESK_HIDDEN, "organisation"),
    get("people:outbox", RUN),
    post("people:retry_letter", RUN, "letter"),
    get("people:consent_texts", RUN),
)
