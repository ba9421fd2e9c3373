"""The access matrix: who may open and do what, as data; `test_access_matrix.py` holds the school to it."""

from tests.architecture.access import (
    answering,
    api,
    appointments,
    audience_counts,
    audience_frozen,
    audience_report,
    audience_viewing,
    consultations,
    contest,
    grants,
    hooks,
    learning,
    live,
    mentorships,
    outside,
    people,
    portal,
    programme,
    publishing,
    queue,
    search,
    studio_cards,
    studio_shooting,
    studio_topics,
    video,
)

TABLE = (
    *outside.ROWS,
    *people.ROWS,
    *programme.ROWS,
    *portal.ROWS,
    *video.ROWS,
    *search.ROWS,
    *live.ROWS,
    *hooks.ROWS,
    *learning.ROWS,
    *consultations.CONSULTATIONS,
    *answering.ANSWERS,
    *appointments.APPOINTMENTS,
    *mentorships.MENTORSHIPS,
    *queue.QUEUE,
    *contest.ROWS,
    *grants.ROWS,
    *publishing.ROWS,
    *studio_topics.ROWS,
    *studio_cards.ROWS,
    *studio_shooting.ROWS,
    *audience_report.ROWS,
    *api.ROWS,
    *audience_counts.ROWS,
    *audience_viewing.ROWS,
    *audience_frozen.ROWS,
)

# Addresses that take a form without the school's token; each with why that is safe.
WITHOUT_CSRF_TOKEN = {
    "mentoring:public_helped": "pages of guests carry no token; a reader is counted without her name, strangers' sites are refused",
    "live:enter": "pages of guests carry no token; a guest gets a name by it, strangers' sites are refused",
    "core:preferences": "pages of guests carry no token; only the look of pages changes, strangers' sites are refused",
    "learning:lti_login": "a platform's own page posts here; nothing is changed, the browser is sent back to be told who it has",
    "learning:lti_launch": "a platform posts here; what it says is signed, once, and bound to the browser in the next step",
    "learning:lti_choice": "in a frame no cookie is kept; the ticket in the address is the right, and nobody is signed in",
    "learning:lti_register": "in a frame no cookie is kept; the secret in the address is the right, for one platform and a day",
    "live:publish_hook": "servers have no token; the stream key in what they ask is the right, and nothing is changed",
    "publishing:oai": "harvesters ask by POST too, as their protocol lets them; nothing is changed",
    **dict.fromkeys(api.DEEDS, "programs have no forms; a key in the header is the right, and no cookie counts"),
    "audience:viewing_opened": "pages of guests carry no token, frames no cookie; a player gets the right to report what it plays, strangers' sites are refused",
    "people:unsubscribe": "mail programs post here by themselves (RFC 8058); the signed address is the right to do it",
}

# Answered before Django, with a right of their own; each with the tests that hold it to that.
BEFORE_DJANGO = {
    "/m/": "tests/video/test_media.py",  # files of films: whoever has an address that is signed and not too old
    "/uploads/": "tests/video/test_tus.py",  # pieces of a film on its way in: whoever began to send it
    "/live/send/": "tests/live/test_asgi_send.py",  # a broadcast from a browser: whoever may hold it
    "/live/events/": "tests/live/room/test_events.py",  # the news of a room: whoever may watch its broadcast
    "/watched/": "tests/learning/coverage/test_asgi.py",  # reports of what was played: whoever has a pass that is signed
    "/viewed/": "tests/audience/viewing/test_asgi.py",  # reports of viewings: whoever has a pass that is signed
}
