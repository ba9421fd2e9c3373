"""The memo of a lesson, to be printed."""

import hashlib

from django.core.cache import cache
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.publishing.press.memo import set_memo
from nastavnik.publishing.selectors.reading.memo import memo_of

KEPT_SECONDS = 3600


# Setting a page takes a second of a processor: strangers cannot ask for it, and the same page is set once an hour.
@signed_in
@require_safe
def lesson(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send the memo of a lesson."""
    memo = memo_of(request.user, request.school, slug)
    key = f"publishing.memo.{hashlib.sha256(repr(memo).encode()).hexdigest()}"
    content = cache.get_or_set(key, lambda: set_memo(memo), KEPT_SECONDS)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="memo-{slug}.pdf"'
    return response
