"""What the page of a lesson asks while it waits for its broadcast."""

from django.http import HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core.http import Request
from nastavnik.live.selectors import lesson as selectors
from nastavnik.live.selectors.room.answers import answer_address


@never_cache
@require_safe
def state(request: Request, token: str) -> JsonResponse:
    """Tell whether the broadcast has begun, has ended, has its recording."""
    return JsonResponse(selectors.state_for(request.user, request.school, token))


@never_cache
@require_safe
def answer(request: Request, token: str) -> HttpResponseRedirect:
    """Lead to the moment of the recording at which a question is answered."""
    return HttpResponseRedirect(answer_address(request.user, request.school, token))
