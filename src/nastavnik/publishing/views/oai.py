"""Where library catalogues harvest records: OAI-PMH 2.0."""

from http import HTTPStatus

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.core.http.machines import paced
from nastavnik.publishing.selectors.catalogues.oai import answer

# Of one network in a minute: 60,000 records in pieces of a hundred. Harvesters know 503 with `Retry-After` as "later" (2.4 of the protocol).
MOST = 600


@csrf_exempt  # the protocol asks by POST too; nothing is changed
@require_http_methods(["GET", "HEAD", "POST"])
@paced("oai", MOST, HTTPStatus.SERVICE_UNAVAILABLE)
def oai(request: Request) -> HttpResponse:
    """Answer a harvester."""
    given = request.POST if request.method == "POST" else request.GET
    pairs = [(name, text) for name, texts in given.lists() for text in texts]
    return HttpResponse(answer(request.school, pairs, clock.now()), content_type="text/xml; charset=utf-8")
