"""What the pages of mentorships share."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from nastavnik.core.http import Request
from nastavnik.mentoring.forms.mentorships import MOST_DIGITS
from nastavnik.mentoring.selectors.mentorships.papers import File

Crumbs = list[dict[str, str]]


def own_crumbs(*steps: tuple[str, str]) -> Crumbs:
    """Return the way to a page from one's own mentorships down: (words, address) of each step."""
    return crumbs_of((_("Mentorships"), reverse("mentoring:mentorships")), *steps)


def desk_crumbs(*steps: tuple[str, str]) -> Crumbs:
    """Return the way to a page of the desk, from the pulse down."""
    return crumbs_of((_("Mentorships"), reverse("mentoring:pulse")), *steps)


def matching_step() -> tuple[str, str]:
    """Return the step to the matching of the network."""
    return _("Matching"), reverse("mentoring:start_matching")


def crumbs_of(*steps: tuple[str, str]) -> Crumbs:
    """Return steps as the crumbs are drawn."""
    return [{"label": label, "url": url} for label, url in steps]


def as_file(file: File) -> HttpResponse:
    """Give a paper to be saved under its own name; it is nobody else's."""
    response = HttpResponse(file.content, content_type=file.media_type)
    shown = content_disposition_header(as_attachment=True, filename=file.name)
    assert shown is not None  # only a file that is neither attached nor named has none
    response.headers["Content-Disposition"] = shown
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def ticked(request: Request) -> list[int]:
    """Return the numbers of the people who are ticked so far; what is no number of a row is left out."""
    numbers = request.POST.getlist("user_ids")
    return [int(number) for number in numbers if number.isdecimal() and len(number) <= MOST_DIGITS]
