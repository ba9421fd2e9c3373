"""The header Idempotency-Key: a request that is sent twice is done once."""

import hashlib
import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from nastavnik.api.services import pace
from nastavnik.api.services.keys import use_key
from nastavnik.api.services.repeats import Answer, OtherRequest, answer_once
from nastavnik.api.views.rest.keys import DESK
from nastavnik.api.views.rest.problems import problem
from nastavnik.core import clock
from nastavnik.core.http import Request

HEADER = "Idempotency-Key"
PATTERN = r"^[A-Za-z0-9_-]{1,64}$"
REPLAYED = "Idempotency-Replayed"


def once(request: Request, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request; one that a key has made before under the same word is answered as it was then."""
    word = request.headers.get(HEADER, "")
    if not word or request.method != "POST":
        return view()
    secret, now = request.headers.get("Authorization", "").removeprefix("Bearer "), clock.now()
    key = use_key(secret=secret, school=request.school, now=now)
    if key is None:
        return view()
    made: list[HttpResponse] = []
    answer = partial(_answered, view, made)
    told = _told(word, lambda: answer_once(key=key, word=word, asked=_digest(request), now=now, answer=answer))
    if made:
        return made[0]
    # what the view did not answer, it did not count
    if pace.note_request(DESK, key.token, pace.MOST_OF_KEY):
        return told
    return problem(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(pace.WINDOW_SECONDS)})


def _told(word: str, ask: Callable[[], Answer]) -> HttpResponse:
    """Return what was answered before, or why this word cannot be."""
    if not re.fullmatch(PATTERN, word):
        said = _("letters, digits, hyphens and underlines, at most 64")
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, errors=[f"{HEADER}: {said}"])
    try:
        status, body = ask()
    except OtherRequest as error:
        return problem(HTTPStatus.CONFLICT, detail=str(error.message))
    return HttpResponse(body, "application/json", status, headers={REPLAYED: "true"})


def _answered(view: Callable[[], HttpResponse], made: list[HttpResponse]) -> Answer:
    response = view()
    made.append(response)
    return response.status_code, response.content.decode()


def _digest(request: Request) -> str:
    return hashlib.sha256(f"{request.get_full_path()}\n".encode() + request.body).hexdigest()
