"""The memo of a lesson, to be printed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.publishing.selectors.reading.memo import planned_memo
from nastavnik.publishing.services.memos import memo_paper


# Setting a page takes a second of a processor: strangers cannot ask for it, and the same page is set once.
@signed_in
@require_safe
def lesson(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send the memo of a lesson."""
    content = memo_paper(planned_memo(request.user, request.school, slug))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="memo-{slug}.pdf"'
    return response
