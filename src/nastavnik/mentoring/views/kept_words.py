"""Words of somebody whose session ended while she was writing: kept until she has signed in again, for herself alone.

Her page names her (signed), because on a computer that people share somebody else may be the next to sign in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpResponse, HttpResponseBase

from nastavnik.core.http import Request, SignedInRequest

P = ParamSpec("P")
FIELD = "writer"
KEY = "mentoring.kept_words"
SALT = "mentoring.writer"
FIELDS = ("subject", "text", "question", "theme", "audience", "token", "video", "t", "version")
LONGEST = 12_000


def writer_key(request: SignedInRequest) -> str:
    """Return what a page posts along, so that words that come without a session are known to be hers."""
    return signing.dumps(request.user.pk, salt=SALT)


def keeping_words(
    view: Callable[Concatenate[Request, P], HttpResponseBase],
) -> Callable[Concatenate[Request, P], HttpResponseBase]:
    """Let words that are posted without a session wait for whoever wrote them, and ask her to sign in."""

    @wraps(view)
    def gate(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        kept = {name: request.POST[name][:LONGEST] for name in FIELDS if name in request.POST}
        request.session[KEY] = kept | {"path": request.path, FIELD: request.POST.get(FIELD, "")}
        answer: HttpResponse = redirect_to_login(request.path)
        return answer

    return cast("Callable[Concatenate[Request, P], HttpResponseBase]", gate)


def take_kept(request: SignedInRequest) -> dict[str, str]:
    """Return the words that were kept for this page and person, once; those of somebody else are forgotten."""
    kept: dict[str, str] = request.session.get(KEY) or {}
    if kept.get("path") != request.path:
        return {}
    del request.session[KEY]
    try:
        is_hers = signing.loads(kept.get(FIELD, ""), salt=SALT) == request.user.pk
    except signing.BadSignature:
        return {}
    return {name: kept[name] for name in FIELDS if name in kept} if is_hers else {}
