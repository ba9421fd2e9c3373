"""Display preferences and the gallery of components."""

from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseForbidden, HttpResponseRedirect
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from nastavnik.core import gallery, tables
from nastavnik.core.http import Request
from nastavnik.core.http.preferences import CHOICES, COOKIE, COOKIE_AGE_SECONDS, write_display


# Pages of guests carry no CSRF token, because one page answers all of them. How a page looks is all that a stranger could
# change here, and a request that a browser marks as coming from another site is refused.
@csrf_exempt
@require_POST
def preferences(request: Request) -> HttpResponse:
    """Remember how the viewer wants to see the school, and go back to the page she came from."""
    if is_foreign(request):
        return HttpResponseForbidden()
    response = HttpResponseRedirect(local_address(request, request.POST.get("next", "")))
    chosen = {name: value for name, value in request.POST.items() if value in CHOICES.get(name, ())}
    if chosen:
        remember(request, response, COOKIE, write_display(replace(request.display, **chosen)))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        remember(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def is_foreign(request: Request) -> bool:
    """Tell whether the browser says that the form stood on another site."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def local_address(request: Request, address: str) -> str:
    """Return `address` when it leads to this school, else the home page."""
    is_local = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_local else get_script_prefix()


def remember(request: Request, response: HttpResponse, name: str, value: str) -> None:
    """Put a year-long cookie on the answer."""
    response.set_cookie(
        name, value, max_age=COOKIE_AGE_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )


@require_GET
def components(request: Request) -> HttpResponseBase:
    """Show every component in every state; only while the school is being developed."""
    if not settings.DEBUG:
        raise Http404
    listing = gallery.LESSONS.listing(gallery.sample_lessons(), request.GET)
    context = {"listing": listing, "form": gallery.sample_form(), "wrong_form": gallery.wrong_form()}
    return tables.answer(request, listing, "core/gallery.html", {**gallery.states(), **context})
