"""Whether this process can answer: asked by `nastavnik up`, load balancers and monitoring."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core.http import Request

UNAVAILABLE = 503


@never_cache
@require_safe
def health(_request: Request) -> HttpResponse:
    """Answer "ok" when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=UNAVAILABLE, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
