"""What a server that takes RTMP in front of ours asks: may this key send?"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from nastavnik.core import clock
from nastavnik.core.pace import is_used_up, is_within
from nastavnik.live.enums import NoteCode
from nastavnik.live.forms.hooks import Asked, asked_by
from nastavnik.live.services import air

WRONG_KEYS = "live.wrong-keys"
WRONG_KEYS_A_MINUTE = 10


# A server has no session and no token; the stream key in what it asks is the right, and nothing is changed by asking.
@csrf_exempt
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Answer 204 when the key opens its broadcast, 403 when not, 400 to a question about anything else."""
    asked = asked_by(request)
    if asked is None:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    is_welcome = not is_used_up(WRONG_KEYS, asked.peer, WRONG_KEYS_A_MINUTE) and _is_right(asked)
    return HttpResponse(status=HTTPStatus.NO_CONTENT if is_welcome else HTTPStatus.FORBIDDEN)


def _is_right(asked: Asked) -> bool:
    if asked.is_sending:
        return _is_still_right(asked)
    try:
        air.check_key(key=asked.key, peer=asked.peer, now=clock.now())
    except air.KeyRefused as refused:
        if refused.code == NoteCode.WRONG_KEY:
            _note_guess(asked.peer)
        return False
    return True


def _is_still_right(asked: Asked) -> bool:
    if air.is_still_open(key=asked.key):
        return True
    _note_guess(asked.peer)
    return False


def _note_guess(peer: str) -> None:
    is_within(WRONG_KEYS, peer, WRONG_KEYS_A_MINUTE)
