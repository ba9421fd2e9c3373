"""The desk: learning platforms that show lessons of the school."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.forms.exchange import PlatformForm
from nastavnik.learning.selectors import lti as selectors
from nastavnik.learning.services.lti import grades, members, platforms, registration
from nastavnik.learning.views.systems import crumbs

FIELDS = ("title", "issuer", "client_id", "auth_url", "token_url", "keys_url", "makes_accounts")


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Connect a platform: by a link for its administrator, or by hand."""
    selectors.check_can_run(request.user, request.school)
    form = PlatformForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        call = partial(platforms.add_platform, actor=request.user, school_id=request.school.pk, now=clock.now())
        made = attempt(form, lambda: call(words=form.words()))
        if made is not None:
            flash(request, _("The platform is connected: %(title)s.") % {"title": made.title})
            return redirect("learning:lti_platform", made.token)
    secret = registration.registration_secret(actor=request.user, school=request.school)
    link = f"{request.school.base_url}/lti/register/{secret}/"
    context = {"form": form, "tool": registration.tool_of(request.school), "link": link, "crumbs": crumbs()}
    return render(request, "learning/desk/systems/add.html", context)


@never_cache
@signed_in
@require_GET
def platform(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a platform with its lessons in courses."""
    page = selectors.platform_page(request.user, request.school, token)
    context = {"page": page, "tool": registration.tool_of(request.school), "crumbs": crumbs()}
    return render(request, "learning/desk/systems/platform.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Change a platform."""
    row = selectors.platform_to_edit(request.user, request.school, token)
    typed = {name: getattr(row, name) for name in FIELDS} | {"deployments": "\n".join(row.deployments)}
    form = PlatformForm(request.POST or None, initial=typed)
    if request.method == "POST" and form.is_valid():
        call = partial(platforms.change_platform, actor=request.user, platform_token=token, now=clock.now())
        if attempt(form, lambda: call(words=form.words())) is not None:
            flash(request, _("The platform is saved."))
            return redirect("learning:lti_platform", token)
    context = {"form": form, "platform": row, "crumbs": [*crumbs(), way_to(row.title, token)]}
    return render(request, "learning/desk/systems/edit.html", context)


def way_to(title: str, token: str) -> dict[str, str]:
    """Return the way to a platform."""
    return {"label": title, "url": reverse("learning:lti_platform", args=[token])}


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Remove a platform."""
    row = selectors.platform_to_edit(request.user, request.school, token)
    platforms.remove_platform(actor=request.user, platform_token=token, now=clock.now())
    undo = reverse("learning:restore_lti_platform", args=[token])
    flash(request, _("The platform is removed: %(title)s.") % {"title": row.title}, undo_url=undo)
    return redirect("learning:systems")


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a removed platform back."""
    row = selectors.platform_to_edit(request.user, request.school, token)
    platforms.restore_platform(actor=request.user, platform_token=token, now=clock.now())
    flash(request, _("The platform is back: %(title)s.") % {"title": row.title})
    return redirect("learning:lti_platform", token)


@signed_in
@require_POST
def retry(request: SignedInRequest, token: str) -> HttpResponse:
    """Send the grades again that were not taken."""
    row = selectors.platform_to_edit(request.user, request.school, token)
    count = grades.retry_grades(actor=request.user, platform_token=row.token, now=clock.now())
    flash(request, ngettext("%(count)s grade goes again.", "%(count)s grades go again.", count) % {"count": count})
    return redirect("learning:lti_platform", token)


@never_cache
@signed_in
@require_POST
def people(request: SignedInRequest, token: str) -> HttpResponse:
    """Ask the platform who is in the course of a lesson, and show it beside what the school knows; nothing of it is kept."""
    link = selectors.link_to_read(request.user, request.school, token)
    found = members.members_of(link=link, now=clock.now())
    accounts = selectors.accounts_of_members(link)
    context = {
        "link": link,
        "members": [{"member": one, "account": accounts.get(one.sub)} for one in found if one.is_learner],
        "others": sum(not one.is_learner for one in found),
        "crumbs": [*crumbs(), way_to(link.platform.title, link.platform.token)],
    }
    return render(request, "learning/desk/systems/people.html", context)
