"""What all pages of LTI share: refusals in words, and pages that a platform may show in a frame."""

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, cast

import structlog
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix

from nastavnik.core.http import Request
from nastavnik.learning.lti.words import Refused, Why
from nastavnik.learning.services.lti.refusals import why_text

log = structlog.get_logger("nastavnik.learning.lti")

P = ParamSpec("P")

BROWSER_COOKIE = "lti_browser"
STATUSES = {Why.BROWSER: HTTPStatus.FORBIDDEN, Why.TICKET: HTTPStatus.NOT_FOUND}


class SeeOther(HttpResponseRedirect):
    """Leads on by GET, whatever came."""

    status_code = HTTPStatus.SEE_OTHER


def framed(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    sites: Sequence[str],
    status: int = HTTPStatus.OK,
    goes_to: Sequence[str] = (),
) -> HttpResponse:
    """Show a page that `sites` may show in a frame, and whose forms may go to `goes_to` besides the school."""
    policy = {"frame-ancestors": ["'self'", *sites], "form-action": ["'self'", *goes_to]}

    @csp_replace(policy)
    def shown(asked: HttpRequest) -> HttpResponse:
        return render(asked, template, context, status=status)

    response = cast("HttpResponse", shown(request))
    # as Django's decorator says it; the policy above says who may
    response.xframe_options_exempt = True
    return response


def says_why(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Tell people in a sentence why they are not let in, and the log in a word."""

    @wraps(view)
    def answer(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            log.warning(
                "lti_refused", why=error.why.value, detail=error.detail, school=request.school.pk, at=request.path
            )
            return refused(request, error.why)

    return cast("Callable[Concatenate[Request, P], HttpResponse]", answer)


def refused(request: Request, why: Why) -> HttpResponse:
    """Show why somebody is not let in; nothing of it is secret, so any site may show it in a frame."""
    context = {"message": why_text(why), "word": why.value}
    status = STATUSES.get(why, HTTPStatus.BAD_REQUEST)
    return framed(request, "learning/lti/refused.html", context, sites=["https:"], status=status)


def page_at(path: str) -> str:
    """Return the address of a page of the school by its path within it."""
    return f"{get_script_prefix().rstrip('/')}{path}"
