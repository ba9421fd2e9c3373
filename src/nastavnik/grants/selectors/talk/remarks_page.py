"""The page of remarks: the application as it is read, its words marked, and what is said of them beside it."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from nastavnik.grants.models import GrantApplication, GrantRemark
from nastavnik.grants.permissions import can_write_project
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.lookup import grant_to_write
from nastavnik.grants.selectors.talk.reading import Said, SectionMarked, sections_marked
from nastavnik.grants.selectors.talk.remarks import Thread, thread_names, threads_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class RemarksPage:
    """The application with what is said of it."""

    sections: list[SectionMarked]
    threads: list[Thread]
    resolved: list[Thread]
    can_speak: bool
    add_url: str


def remarks_page(actor: Actor, grant: GrantApplication) -> RemarksPage:
    """Return the page by four queries."""
    form, content = template_of(grant.template).form, content_of(grant)
    threads = threads_of(actor, grant, form, content.values)
    shown = [one for one in threads if one.is_open]
    said = Said(thread_names(shown), Counter(one.field_key for one in shown))
    return RemarksPage(
        sections=sections_marked(form, content.values, content.files, said),
        threads=shown,
        resolved=[one for one in threads if not one.is_open],
        can_speak=can_write_project(actor, grant.project),
        add_url=reverse("grants:add_remark", args=[grant.token]),
    )


def remark_to_write(actor: Actor, school: School, token: str, remark: str) -> GrantRemark:
    """Return a remark to whoever writes its application. Raises `PermissionDenied`, and `DoesNotExist` of what is missing."""
    return GrantRemark.objects.get(grant=grant_to_write(actor, school, token), token=remark)
