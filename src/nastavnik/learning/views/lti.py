"""Coming in from a learning platform: announced, told who she is, let in; and what platforms read of the school."""

from typing import TYPE_CHECKING, cast

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.lti.words import Refused, Why
from nastavnik.learning.selectors import lti as selectors
from nastavnik.learning.services.lti import entrances, people
from nastavnik.learning.services.lti.entrances import Announced
from nastavnik.learning.services.lti.refusals import AccountIsOff
from nastavnik.learning.views.lti_parts import BROWSER_COOKIE, SeeOther, framed, page_at, says_why

if TYPE_CHECKING:
    from nastavnik.learning.models import LtiLaunch, LtiPerson

COOKIE_SECONDS = 7200
IN_A_FRAME = frozenset({"iframe", "frame", "embed", "object", "fencedframe"})
# what a platform says when it announces somebody; all of it goes along into the window
WORDS = ("iss", "login_hint", "target_link_uri", "client_id", "lti_message_hint", "lti_deployment_id")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@says_why
def login(request: Request) -> HttpResponse:
    """Hear that a platform sends somebody, and send her back to be told who she is."""
    words = request.POST if request.method == "POST" else request.GET
    if not words:
        return render(request, "learning/lti/door.html")
    announced = Announced(*(words.get(name, "") for name in WORDS[:5]))
    is_choice = announced.target == f"{request.school.base_url}{reverse_within('learning:lti_door')}"
    if not is_choice and needs_window(request):
        said = {name: words[name] for name in WORDS if words.get(name)}
        return window(request, announced, f"{reverse('learning:lti_login')}?{urlencode({**said, 'window': '1'})}")
    browser = "" if is_choice else request.COOKIES.get(BROWSER_COOKIE) or entrances.new_browser()
    response = redirect(entrances.announce(school=request.school, announced=announced, browser=browser))
    if browser:
        remember_browser(response, browser)
    return response


def reverse_within(name: str) -> str:
    """Return the path of a page within the school, as its `base_url` is followed by it."""
    return reverse(name).removeprefix(page_at(""))


def needs_window(request: Request) -> bool:
    """Tell whether the page is in a frame, or may be: in a frame of another site a browser keeps no cookie of ours."""
    place = request.headers.get("Sec-Fetch-Dest")
    return place in IN_A_FRAME if place else "window" not in request.GET


def window(request: Request, announced: Announced, url: str) -> HttpResponse:
    """Offer to open the lesson in a window of its own."""
    platform = selectors.platform_of(request.school, announced.issuer, announced.client_id)
    context = {"url": url, "platform": platform.title}
    return framed(request, "learning/lti/window.html", context, sites=selectors.origins_of(platform))


def remember_browser(response: HttpResponse, browser: str) -> None:
    """Let the browser be known when it comes back from the platform."""
    response.set_cookie(
        BROWSER_COOKIE,
        browser,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


@csrf_exempt
@never_cache
@require_POST
@says_why
def launch(request: Request) -> HttpResponse:
    """Hear who a platform sends; lead on by GET, for only then comes the browser's cookie along."""
    if request.POST.get("error"):
        raise Refused(Why.PLATFORM_SAYS_NO, request.POST["error"][:100])
    state, token = request.POST.get("state", ""), request.POST.get("id_token", "")
    entered = entrances.receive(school=request.school, state=state, id_token=token, now=clock.now())
    name = "learning:lti_choice" if entered.is_choice else "learning:lti_enter"
    return SeeOther(reverse(name, args=[entered.ticket]))


@never_cache
@require_http_methods(["GET", "POST"])
@says_why
def enter(request: Request, ticket: str) -> HttpResponse:
    """Let somebody in who is known, or let her say which account is hers."""
    now, browser = clock.now(), request.COOKIES.get(BROWSER_COOKIE, "")
    entrance = entrances.entrance(school=request.school, ticket=ticket, browser=browser, now=now)
    person = selectors.person_of(entrance)
    if person is not None:
        return come_in(request, entrance, person)
    if request.method == "POST":
        return begin(request, entrance)
    context = {"entrance": entrance, "platform": entrance.platform, "here": request.get_full_path()}
    return render(request, "learning/lti/enter.html", context)


def begin(request: Request, entrance: "LtiLaunch") -> HttpResponse:
    """Connect the account she has, or make her one."""
    if request.POST.get("way") == "new":
        made = people.make_account(launch=entrance, now=clock.now())
        return sign_in(request, entrance, made)
    people.connect(actor=request.user, launch=entrance, now=clock.now())
    return redirect(lesson_address(entrance))


def come_in(request: Request, entrance: "LtiLaunch", person: "LtiPerson") -> HttpResponse:
    """Let a known person in. Whoever has a role beside learning signs in by herself: no platform opens other people's data."""
    if not person.user.is_active:
        raise AccountIsOff
    is_here = request.user.pk == person.user_id
    if not is_here and selectors.signs_in_herself(person.user):
        context = {"platform": entrance.platform, "here": request.get_full_path()}
        return render(request, "learning/lti/own_sign_in.html", context)
    people.come_in(launch=entrance, person=person, now=clock.now())
    return redirect(lesson_address(entrance)) if is_here else sign_in(request, entrance, person)


def sign_in(request: Request, entrance: "LtiLaunch", person: "LtiPerson") -> HttpResponse:
    """Sign her in by allauth's own way, which asks for her second step if she has one."""
    if request.user.is_authenticated:
        logout(request)
    url = lesson_address(entrance)
    return cast("HttpResponse", perform_login(request, person.user, email_verification="none", redirect_url=url))


def lesson_address(entrance: "LtiLaunch") -> str:
    """Return the page of the lesson that is to be seen."""
    assert entrance.link is not None  # entrances without a lesson are of those who choose one
    return page_at(entrance.link.lesson.path)


@require_safe
@cache_control(public=True, max_age=3600)
def keys(_request: Request) -> JsonResponse:
    """Tell the public halves of the keys with which the school signs."""
    return JsonResponse({"keys": selectors.public_keys()})


@require_safe
def lesson(request: Request, uid: str) -> HttpResponseRedirect:
    """Lead whoever opens the address of a lesson in a course by hand to the lesson."""
    return HttpResponseRedirect(page_at(selectors.lesson_path(request.user, request.school, uid)))


@never_cache
@require_safe
def door(request: Request) -> HttpResponse:
    """Tell whoever comes here by hand what the address is for."""
    return render(request, "learning/lti/door.html")


@never_cache
@signed_in
@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """Show a person from which platforms she comes into her account."""
    context = {"connections": selectors.connections_of(request.user)}
    return render(request, "learning/lti/own.html", context)


@signed_in
@require_POST
def disconnect(request: SignedInRequest, number: int) -> HttpResponse:
    """Let a platform open her account no more."""
    people.disconnect(actor=request.user, person_id=number, now=clock.now())
    flash(request, _("The platform is disconnected from your account."))
    return redirect("learning:own_systems")
