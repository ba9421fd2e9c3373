"""The public pages, one's own study, the desk's first page, and what machines ask for."""

from django.http import HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.colours import GROUNDS
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.live.selectors.room import guest_of
from nastavnik.portal import selectors


@require_safe
def home(request: Request) -> HttpResponse:
    """Show the school: what it is, what goes on or comes next, where to go."""
    page = selectors.home_page(request.user, request.school, clock.now())
    return render(request, "portal/home.html", {"page": page})


@require_safe
def programme(request: Request, token: str = "") -> HttpResponse:
    """Show a year as a timeline of its cycles; without a token the newest."""
    page = selectors.programme_page(request.user, request.school, clock.now(), token)
    return render(request, "portal/programme.html", {"page": page})


@require_safe
def to_programme(_request: Request) -> HttpResponse:
    """Lead whoever shortens the address of a lesson to all of them."""
    return redirect("portal:programme")


@require_safe
def lesson(request: Request, slug: str) -> HttpResponse:
    """Show a lesson with its film and everything that belongs to it."""
    page = selectors.lesson_page(request.user, request.school, slug, clock.now(), guest_of(request.session))
    return render(request, "portal/lesson.html", {"page": page})


@require_safe
def videos(request: Request) -> HttpResponse:
    """Show the films of the school, cycle by cycle."""
    page = selectors.shelves_page(request.user, request.school, clock.now())
    return render(request, "portal/videos.html", {"page": page})


@require_safe
def about(request: Request) -> HttpResponse:
    """Show what the school tells of itself."""
    return render(request, "portal/about.html", {"page": selectors.about_page(request.user, request.school)})


@never_cache
@signed_in
@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """Show a person where she stopped and what comes next."""
    page = selectors.study_page(request.user, request.school, clock.now())
    return render(request, "portal/me.html", {"page": page})


@never_cache
@signed_in
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """Show the methodist and the director what the morning brings."""
    page = selectors.desk_page(request.user, request.school, clock.now())
    return render(request, "portal/desk.html", {"page": page})


@require_safe
def robots(request: Request) -> HttpResponse:
    """Tell search engines what is not for them."""
    context = {"base_url": request.school.base_url}
    return render(request, "portal/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: Request) -> HttpResponse:
    """Tell a telephone how the school stands among its programs."""
    icon = {"src": static("icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    school = {"name": request.school.title, "short_name": request.school.owner.short_name[:30], "lang": "ru"}
    look = {
        "display": "minimal-ui",
        "background_color": GROUNDS["light"][0],
        "theme_color": request.school.accent_light,
        "icons": [icon],
    }
    return JsonResponse(school | look | {"start_url": "./", "scope": "./"}, content_type="application/manifest+json")


@require_safe
def favicon(_request: Request) -> HttpResponse:
    """Lead browsers that ask for the old name to the picture there is."""
    return HttpResponsePermanentRedirect(static("icon.svg"))
