"""Minimal valid rows of projects for grants. A grant is one to the tests' own small fund (`funds/a_template.py`) unless it is said."""

from functools import cache

import factory
from django.utils import timezone
from tests.people.factories import LibraryFactory, UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.grants.enums import MemberRole
from nastavnik.grants.models import GrantApplication, GrantMember, GrantProject, TemplateText
from nastavnik.grants.selectors.templates import digest_of, read_text, shipped_templates


def shipped_text(key):
    """Return the text of a template that comes with the program."""
    return shipped_templates()[key][1]


@cache
def read_once(text):
    """Return what a text of a template says; reading it takes longer than most tests."""
    return read_text(text)


def text_row(text, school=None):
    """Return the row of a template's text, made once."""
    template = read_once(text)
    row, _made = TemplateText.objects.get_or_create(
        school=school,
        sha256=digest_of(text),
        defaults={
            "key": template.key,
            "version": template.version,
            "fund": template.fund,
            "title": template.title,
            "text": text,
            "added_at": timezone.now(),
        },
    )
    return row


class GrantProjectFactory(factory.django.DjangoModelFactory):
    """A project of a library."""

    class Meta:
        model = GrantProject

    school = factory.SubFactory(SchoolFactory)
    library = factory.SubFactory(LibraryFactory)
    title = factory.Sequence(lambda n: f"Читаем вместе {n}")
    title_key = factory.LazyAttribute(lambda row: row.title.lower())
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class GrantMemberFactory(factory.django.DjangoModelFactory):
    """Somebody who writes the project."""

    class Meta:
        model = GrantMember

    project = factory.SubFactory(GrantProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = MemberRole.AUTHOR
    added_at = factory.LazyFunction(timezone.now)


class GrantFactory(factory.django.DjangoModelFactory):
    """An application of a project to a fund: `GrantFactory(fund="fpg")`."""

    class Meta:
        model = GrantApplication

    class Params:
        fund = "district"

    project = factory.SubFactory(GrantProjectFactory)
    template = factory.LazyAttribute(lambda row: text_row(shipped_text(row.fund)))
    applicant = "МБУК «Библиотека»"
    legal_form = "mbuk"
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)
