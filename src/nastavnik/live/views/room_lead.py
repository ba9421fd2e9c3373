"""What those who lead a room do: moderate, answer, ask in polls, change the rules."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.live.forms.room import MergeForm, PollForm, RulesForm
from nastavnik.live.services import room as services
from nastavnik.live.views.room_parts import answer, cleaned, led

Service = Callable[..., Any]

# What can be done by one press, by the word in the address.
QUESTION_DEEDS: dict[str, Service] = {
    "answer": services.answer_now,
    "answered": services.mark_answered,
    "reopen": services.reopen_question,
    "approve": services.approve_question,
    "decline": services.decline_question,
    "pin": partial(services.pin_question, is_pinned=True),
    "unpin": partial(services.pin_question, is_pinned=False),
    "separate": services.separate_question,
}
MESSAGE_DEEDS: dict[str, Service] = {"hide": services.hide_message, "show": services.show_message}
MEMBER_DEEDS: dict[str, Service] = {
    "mute": partial(services.mute_person, is_muted=True),
    "unmute": partial(services.mute_person, is_muted=False),
    "hide": services.hide_messages_of,
    "lower": services.lower_hand_of,
}
POLL_DEEDS: dict[str, Service] = {
    "open": services.open_poll,
    "close": services.close_poll,
    "remove": services.remove_poll,
}


@signed_in
@require_POST
def question(request: SignedInRequest, token: str, question: str, deed: str) -> HttpResponse:
    """Do something with a question."""
    QUESTION_DEEDS[deed](**led(request, token), question_token=question)
    return answer(request, token)


@signed_in
@require_POST
def merge(request: SignedInRequest, token: str, question: str) -> HttpResponse:
    """Put a question together with another one."""
    leading = led(request, token)
    into = cleaned(MergeForm(request.POST))["into"]
    services.merge_question(**leading, question_token=question, into_token=into)
    return answer(request, token)


@signed_in
@require_POST
def message(request: SignedInRequest, token: str, message: str, deed: str) -> HttpResponse:
    """Hide a message, or show it again."""
    MESSAGE_DEEDS[deed](**led(request, token), message_token=message)
    return answer(request, token)


@signed_in
@require_POST
def member(request: SignedInRequest, token: str, member: str, deed: str) -> HttpResponse:
    """Mute somebody, let her speak again, hide all she said, lower her hand."""
    MEMBER_DEEDS[deed](**led(request, token), member_token=member)
    return answer(request, token)


@signed_in
@require_POST
def rules(request: SignedInRequest, token: str) -> HttpResponse:
    """Change the rules of the room."""
    services.change_room(**led(request, token), **cleaned(RulesForm(request.POST)))
    return answer(request, token)


@signed_in
@require_POST
def add_poll(request: SignedInRequest, token: str) -> HttpResponse:
    """Prepare a poll, or ask it at once."""
    leading = led(request, token)
    form = PollForm(request.POST)
    cleaned(form)
    poll = services.prepare_poll(**leading, **form.poll_fields())
    return answer(request, token, token=poll.token)


@signed_in
@require_POST
def poll(request: SignedInRequest, token: str, poll: str, deed: str) -> HttpResponse:
    """Ask a prepared poll, close it, or throw it away."""
    POLL_DEEDS[deed](**led(request, token), poll_token=poll)
    return answer(request, token)
