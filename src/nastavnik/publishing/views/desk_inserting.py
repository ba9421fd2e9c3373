"""What is put into the text of an article: references that are formed of what somebody types."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.refusals import is_script
from nastavnik.publishing.forms.references import ReferenceForm
from nastavnik.publishing.selectors import lookup

UNREADABLE = 422


@never_cache
@signed_in
@require_GET
def reference(request: SignedInRequest, token: str) -> HttpResponse:
    """Form a reference: a script puts it into the text, a page shows it to be copied."""
    article = lookup.article_to_edit(request.user, request.school, token)
    form = ReferenceForm(request.GET or None)
    record = form.record() if form.is_valid() else ""
    if not is_script(request):
        context = {"article": article, "form": form, "record": record}
        return render(request, "publishing/desk/reference.html", context, status=UNREADABLE if form.errors else 200)
    if record:
        return JsonResponse({"record": record})
    words = " ".join(f"{form[name].label}: {' '.join(map(str, told))}" for name, told in form.errors.items())
    return HttpResponse(words, status=UNREADABLE, content_type="text/plain; charset=utf-8")
