"""The survey of a lesson."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.forms.completion import SurveyForm
from nastavnik.learning.selectors.surveys import survey_page
from nastavnik.learning.services import surveys
from nastavnik.learning.services.surveys import Opinion


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def survey(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask what a lesson was good for, and take the answer."""
    page = survey_page(request.user, request.school, slug, clock.now())
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        is_signed = said.pop("is_signed")
        surveys.answer_survey(
            actor=request.user,
            school=request.school,
            lesson_id=page.lesson.pk,
            opinion=Opinion(**said),
            is_signed=is_signed,
            now=clock.now(),
        )
        flash(request, _("Thank you. Your answer is kept."))
        return redirect(page.lesson_url)
    return render(request, "learning/survey.html", {"page": page, "form": form})
