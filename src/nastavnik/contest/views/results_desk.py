"""Results at the desk: ranking, decisions, letters, the release."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.forms.results import DecisionForm, LetterForm, read_order
from nastavnik.contest.selectors.results import decisions as deciding
from nastavnik.contest.selectors.results import letters as writing
from nastavnik.contest.selectors.results import numbers as counting
from nastavnik.contest.selectors.results import ranking as rankings
from nastavnik.contest.selectors.results import without as doubts
from nastavnik.contest.selectors.results.lookup import contest_chaired, contest_led
from nastavnik.contest.services import results as services
from nastavnik.contest.views.results_parts import results_context
from nastavnik.contest.views.setup_common import typed
from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_GET
def ranking(request: SignedInRequest, contest: str) -> HttpResponseBase:
    """Show the ranking of a contest, or send it as a table."""
    page = rankings.ranking_page(request.user, request.school, contest, request.GET, clock.now())
    context = results_context(page.contest, "ranking", page=page)
    if page.listing is None:
        return render(request, "contest/desk/results/ranking.html", context)
    return tables.answer(request, page.listing, "contest/desk/results/ranking.html", context)


@never_cache
@signed_in
@require_GET
def without(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show what the ranking would be without each juror."""
    page = doubts.without_page(request.user, request.school, contest, clock.now())
    return render(request, "contest/desk/results/without.html", results_context(page.contest, "without", page=page))


@never_cache
@signed_in
@require_GET
def numbers(request: SignedInRequest, contest: str) -> HttpResponseBase:
    """Show what the contest comes to in numbers, or send libraries or all of it as a table."""
    page = counting.numbers_page(request.user, request.school, contest, request.GET, clock.now())
    context = results_context(page.contest, "numbers", page=page)
    return tables.answer(request, page.whole or page.listing, "contest/desk/results/numbers.html", context)


@never_cache
@signed_in
@require_GET
def decisions(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show what is decided and still pending."""
    page = deciding.decisions_page(request.user, request.school, contest, request.GET.get("page", ""), clock.now())
    return render(request, "contest/desk/results/decisions.html", results_context(page.contest, "decisions", page=page))


@signed_in
@require_POST
def take_places(request: SignedInRequest, contest: str) -> HttpResponse:
    """Take places and their awards from the ranking."""
    led = contest_led(request.user, request.school, contest)
    many = services.take_places(actor=request.user, contest_id=led.pk, now=clock.now())
    said = ngettext("%(many)d decision has changed.", "%(many)d decisions have changed.", many)
    flash(request, said % {"many": many})
    return redirect("contest:decisions", contest)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, contest: str, application: str) -> HttpResponse:
    """Change what one application is awarded."""
    page = deciding.decision_page(request.user, request.school, contest, application, clock.now())
    form = DecisionForm(typed(request), initial=page.initial, awards=page.awards)
    if form.is_bound and form.is_valid() and attempt(form, lambda: _decide(request, page, form)) is not None:
        flash(request, _("The decision is kept. Nobody outside sees it before the release."))
        return redirect("contest:decisions", contest)
    context = results_context(page.contest, "decisions", page=page, form=form)
    return render(request, "contest/desk/results/decision.html", context)


def _decide(request: SignedInRequest, page: deciding.DecisionPage, form: DecisionForm) -> object:
    said = form.cleaned_data
    return services.decide(
        actor=request.user,
        application_id=page.row.application.pk,
        award_id=int(said["award"]) if said["award"] else None,
        note=said["note"],
        version=said["version"],
        now=clock.now(),
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def chair(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show what waits for the vote of the chair, and write it down."""
    if request.method == "POST":
        chaired = contest_chaired(request.user, request.school, contest)
        order, reason = read_order(request.POST), str(request.POST.get("reason", ""))
        services.vote_as_chair(actor=request.user, contest_id=chaired.pk, order=order, reason=reason, now=clock.now())
        flash(request, _("The vote of the chair is kept with its reason."))
        return redirect("contest:chair_vote", contest)
    page = deciding.chair_page(request.user, request.school, contest, clock.now())
    return render(request, "contest/desk/results/chair.html", {"page": page})


@never_cache
@signed_in
@require_GET
def letters(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show who gets what letter."""
    page = writing.letters_page(request.user, request.school, contest, request.GET.get("page", ""), clock.now())
    return render(request, "contest/desk/results/letters.html", results_context(page.contest, "letters", page=page))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def letter(request: SignedInRequest, contest: str, application: str) -> HttpResponse:
    """Edit the letter to an applicant."""
    page = writing.letter_page(request.user, request.school, contest, application, clock.now())
    form = LetterForm(typed(request), initial={"letter": page.row.text, "version": page.row.version})
    if form.is_bound and form.is_valid() and attempt(form, lambda: _edit_letter(request, page.row, form)) is not None:
        flash(request, _("The letter is kept. It goes out with the release."))
        return redirect("contest:letters", contest)
    context = results_context(page.contest, "letters", page=page, form=form)
    return render(request, "contest/desk/results/letter.html", context)


def _edit_letter(request: SignedInRequest, row: writing.LetterRow, form: LetterForm) -> object:
    said = form.cleaned_data
    return services.edit_letter(
        actor=request.user,
        application_id=row.application.pk,
        letter=said["letter"],
        version=said["version"],
        now=clock.now(),
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def release(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show what the release does, and release."""
    if request.method == "POST":
        led = contest_led(request.user, request.school, contest)
        told = services.release_results(actor=request.user, contest_id=led.pk, now=clock.now())
        said = ngettext(
            "The results are public. %(told)d person was written to.",
            "The results are public. %(told)d people were written to.",
            told,
        )
        flash(request, said % {"told": told})
        return redirect("contest:release", contest)
    page = deciding.decisions_page(request.user, request.school, contest, "", clock.now())
    people = writing.people_to_write(page.contest)
    context = results_context(page.contest, "release", page=page, people=people)
    return render(request, "contest/desk/results/release.html", context)
