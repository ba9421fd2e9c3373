"""The code that shows a part of the school on another site: a frame with a link under it, and the same as an element of its own."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext

from nastavnik.people.permissions import Actor
from nastavnik.portal.selectors.embed import View, frame_url, page_url, years_to_choose
from nastavnik.portal.selectors.linked import absolute
from nastavnik.programme.models import Programme, School
from nastavnik.programme.permissions import can_see_desk

SCRIPT = "embed.js"


@dataclass(frozen=True, slots=True)
class Codes:
    """What the desk hands out. `frame_path` is shown in the preview; `hosts` are the sites that may show the school."""

    title: str
    frame_path: str
    frame: str
    element: str
    hosts: tuple[str, ...]


def years_at_desk(actor: Actor, school: School) -> list[Programme]:
    """Return the years to choose from. Raises `School.DoesNotExist` for who is not of the desk."""
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
    return years_to_choose(school)


def codes_page(school: School, view: View, token: str) -> Codes:
    """Return the code for a view of the programme `token`, or of the newest one always."""
    path = frame_url(view, token)
    title = gettext("%(view)s: %(school)s") % {"view": view.label, "school": school.title}
    words = {
        "src": absolute(school, path),
        "title": title,
        "page": absolute(school, page_url(view, token)),
        "label": gettext("Open on a page of its own"),
        # by the name that never changes: the code stays on the other site for years
        "script": absolute(school, f"{settings.STATIC_URL}{SCRIPT}"),
    }
    return Codes(title, path, frame_code(words), element_code(words), tuple(settings.EMBED_HOSTS))


def frame_code(words: dict[str, str]) -> str:
    """Return a frame: without the script it stays as high as it says; the link is there for whoever sees no frame."""
    return format_html(
        '<div style="max-width:1160px;margin:0 auto">\n'
        '<iframe src="{src}" title="{title}" data-nastavnik loading="lazy" allow="autoplay; fullscreen; picture-in-picture; clipboard-write"'
        ' style="display:block;width:100%;min-height:480px;border:0"></iframe>\n'
        '<p><a href="{page}" target="_blank" rel="noopener">{label}</a></p>\n'
        '</div>\n<script async src="{script}"></script>',
        **words,
    )


def element_code(words: dict[str, str]) -> str:
    """Return an element that makes its frame itself, and shows the link inside it where frames are refused."""
    return format_html(
        '<nastavnik-embed src="{src}" title="{title}"><a href="{page}" target="_blank" rel="noopener">{label}</a>'
        '</nastavnik-embed>\n<script async src="{script}"></script>',
        **words,
    )
