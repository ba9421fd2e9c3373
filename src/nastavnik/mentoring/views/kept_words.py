"""Words of somebody whose session ended while she was writing: kept until she has signed in again, for herself alone.

Her page names her (signed), because on a computer that people share somebody else may be the next to sign in. Words that
come with no such name are kept for nobody: whoever likes could fill the database with them.
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
# the short ones first: they are kept whole where a text is too long
FIELDS = ("token", "version", "theme", "audience", "video", "t", "subject", "text", "question")
# of all fields together: no page has more to be written on it
LONGEST = 24_000
# A page may stay open over a weekend and a holiday.
PAGE_SECONDS = 7 * 24 * 60 * 60
KEPT_SECONDS = 24 * 60 * 60


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
        _keep(request)
        answer: HttpResponse = redirect_to_login(request.path)
        return answer

    return cast("Callable[Concatenate[Request, P], HttpResponseBase]", gate)


def _keep(request: Request) -> None:
    """Keep what is posted for a day, if it is known whose words they are."""
    writer = request.POST.get(FIELD, "")
    try:
        signing.loads(writer, salt=SALT, max_age=PAGE_SECONDS)
    except signing.BadSignature:
        return
    kept, left = dict[str, str](), LONGEST
    for name in FIELDS:
        if name in request.POST:
            kept[name] = request.POST[name][:left]
            left -= len(kept[name])
    request.session[KEY] = kept | {"path": request.path, FIELD: writer}
    request.session.set_expiry(KEPT_SECONDS)


def take_kept(request: SignedInRequest) -> dict[str, str]:
    """Return the words that were kept for this page and person, once; those of somebody else are forgotten."""
    kept: dict[str, str] = request.session.get(KEY) or {}
    if kept.get("path") != request.path:
        return {}
    del request.session[KEY]
    # signed in by now: from here on it lives as long as any other
    request.session.set_expiry(None)
    try:
        is_hers = signing.loads(kept.get(FIELD, ""), salt=SALT) == request.user.pk
    except signing.BadSignature:
        return {}
    return {name: kept[name] for name in FIELDS if name in kept} if is_hers else {}
