"""A person's own mentorships, her wish for a mentor, and the mentors among whom she may choose."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.mentorships import ChooseForm, PracticeForm, WishForm
from nastavnik.mentoring.selectors.mentorships import own as selectors
from nastavnik.mentoring.services.mentorships import beginning, wishes
from nastavnik.mentoring.views.mentorship_parts import own_crumbs


@never_cache
@signed_in
@require_GET
def own(request: SignedInRequest) -> HttpResponse:
    """Show those she leads and those in which she is led."""
    page = selectors.own_page(request.user, request.school, clock.now())
    form = PracticeForm(initial={"since_year": page.since_year})
    return render(request, "mentoring/mentorships/own.html", {"page": page, "form": form})


@never_cache
@signed_in
@require_POST
def practice(request: SignedInRequest) -> HttpResponse:
    """Say since when one works in libraries."""
    page = selectors.own_page(request.user, request.school, clock.now())
    form = PracticeForm(request.POST)
    if not form.is_valid():
        return render(request, "mentoring/mentorships/own.html", {"page": page, "form": form})
    wishes.set_practice(actor=request.user, school=request.school, since_year=form.cleaned_data["since_year"])
    flash(request, _("Saved."))
    return redirect("mentoring:mentorships")


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def wish(request: SignedInRequest) -> HttpResponse:
    """Say that one would like a mentor, and what for."""
    page = selectors.wish_page(request.user, request.school)
    themes = [(theme.pk, theme.title) for theme in page.themes]
    form = WishForm(request.POST or None, initial=page.initial, themes=themes)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        wishes.wish(
            actor=request.user,
            school=request.school,
            theme_ids=typed.get("themes", ()),
            goal=typed["goal"],
            since_year=typed["since_year"],
            now=clock.now(),
        )
        flash(request, _("The methodist knows that you would like a mentor."))
        return redirect("mentoring:mentorships")
    return render(request, "mentoring/mentorships/wish.html", {"page": page, "form": form, "crumbs": own_crumbs()})


@never_cache
@signed_in
@require_POST
def take_wish_back(request: SignedInRequest) -> HttpResponse:
    """Say that one does not want a mentor any more."""
    selectors.wish_page(request.user, request.school)
    if wishes.take_wish_back(actor=request.user, school=request.school, now=clock.now()):
        flash(request, _("You do not wait for a mentor any more."))
    return redirect("mentoring:mentorships")


@never_cache
@signed_in
@require_GET
def mentors(request: SignedInRequest) -> HttpResponse:
    """Show the mentors of the school with their places."""
    asked = {name: request.GET.get(name, "") for name in ("theme", "page")}
    page = selectors.mentors_page(request.user, request.school, now=clock.now(), **asked)
    return render(request, "mentoring/mentorships/mentors.html", {"page": page, "crumbs": own_crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def choose(request: SignedInRequest, token: str) -> HttpResponse:
    """Ask a mentor whom one has chosen."""
    mentor = selectors.mentor_to_choose(request.user, request.school, token, clock.now())
    form = ChooseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {"mentor_id": mentor.person.user_id, "note": form.cleaned_data["note"]}
        chosen = attempt(
            form, lambda: beginning.choose(actor=request.user, school=request.school, now=clock.now(), **words)
        )
        if chosen is not None:
            flash(request, _("The mentor is asked. You will be told what she says."))
            return redirect("mentoring:mentorship", chosen.token)
    return render(
        request, "mentoring/mentorships/choose.html", {"mentor": mentor, "form": form, "crumbs": own_crumbs()}
    )
