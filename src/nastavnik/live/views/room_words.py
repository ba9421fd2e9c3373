"""What people in a room send: words, questions, votes, gestures. Forms come back to the page, scripts get an answer."""

import secrets
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseForbidden
from django.middleware.csrf import get_token
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from nastavnik.core.errors import Refusal
from nastavnik.core.http import Request
from nastavnik.core.pace import is_within
from nastavnik.core.views import is_foreign
from nastavnik.live.forms.room import AskForm, ChoiceForm, EnterForm, ReactForm, SayForm, WishForm
from nastavnik.live.selectors import room as selectors
from nastavnik.live.services import room as services
from nastavnik.live.services.room.refusals import TooManyGuests
from nastavnik.live.views.room import page
from nastavnik.live.views.room_parts import answer, cleaned, or_why, spoken

GUEST_SECONDS = 12 * 60 * 60
# From one network: a library's own computers stand behind one.
MOST_ENTRIES_A_MINUTE = 60


# Pages of guests carry no CSRF token, because one page answers all of them. A form of another site is refused by what the
# browser says of it; all that it could do is give a name to a guest who has none.
@csrf_exempt
@require_POST
def enter(request: Request, token: str) -> HttpResponse:
    """Let somebody in with a name, and say how many are at her screen."""
    if is_foreign(request):
        return HttpResponseForbidden()
    words = spoken(request, token)
    form = cleaned(EnterForm(request.POST))
    if not request.user.is_authenticated:
        words["guest"] = words["guest"] or secrets.token_urlsafe(16)
        _check_pace_of_entries(request)
    member = services.enter(**words, name=form["name"], people=form["people"])
    if not request.user.is_authenticated:
        request.session[selectors.GUEST_WORD] = words["guest"]
        request.session.set_expiry(GUEST_SECONDS)
    return answer(request, token, me=member.token, name=member.name, csrf=get_token(request))


def _check_pace_of_entries(request: Request) -> None:
    if not is_within("live.entries", request.META["REMOTE_ADDR"], MOST_ENTRIES_A_MINUTE):
        raise TooManyGuests


@require_POST
def say(request: Request, token: str) -> HttpResponse:
    """Say something in the chat."""
    return or_why(request, partial(_say, request, token), partial(_typed, request, token, "say"))


def _say(request: Request, token: str) -> HttpResponse:
    speaking = spoken(request, token)
    words = cleaned(SayForm(request.POST))
    message = services.say(**speaking, text=words["text"], key=words["key"])
    return answer(request, token, token=message.token)


@require_POST
def ask(request: Request, token: str) -> HttpResponse:
    """Ask the speaker."""
    return or_why(request, partial(_ask, request, token), partial(_typed, request, token, "ask"))


def _ask(request: Request, token: str) -> HttpResponse:
    speaking = spoken(request, token)
    words = cleaned(AskForm(request.POST))
    question = services.ask(**speaking, text=words["text"], key=words["key"])
    return answer(request, token, token=question.token, state=question.state)


def _typed(request: Request, token: str, name: str, refusal: Refusal) -> HttpResponse:
    """Show the room with what was typed in its field, and why it was not taken."""
    typed = {name: request.POST.get("text", ""), f"{name}_refused": str(refusal.message)}
    return page(request, token, typed=typed, status=HTTPStatus.CONFLICT)


def is_wanted(request: Request) -> bool:
    """Tell whether a wish is made or taken back."""
    return bool(cleaned(WishForm(request.POST))["is_wanted"])


@require_POST
def vote(request: Request, token: str, question: str) -> HttpResponse:
    """Want a question answered, or no longer."""
    service = services.vote if is_wanted(request) else services.unvote
    return answer(request, token, votes=service(**spoken(request, token), question_token=question))


@require_POST
def choose(request: Request, token: str, poll: str) -> HttpResponse:
    """Answer a poll."""
    speaking = spoken(request, token)
    positions = cleaned(ChoiceForm(request.POST))["choice"]
    services.vote_in_poll(**speaking, poll_token=poll, positions=positions)
    return answer(request, token)


@require_POST
def hand(request: Request, token: str) -> HttpResponse:
    """Raise one's hand, or lower it."""
    service = services.raise_hand if is_wanted(request) else services.lower_hand
    service(**spoken(request, token))
    return answer(request, token)


@require_POST
def react(request: Request, token: str) -> HttpResponse:
    """Say something by one press."""
    speaking = spoken(request, token)
    services.react(**speaking, kind=cleaned(ReactForm(request.POST))["kind"])
    return answer(request, token)
