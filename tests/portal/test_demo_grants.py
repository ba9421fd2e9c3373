"""Grants in the demonstration: the checker is green in one application and red in the others, remarks and proofs are there."""

import pytest
from tests.portal.demonstrating import NOW

from nastavnik.grants.enums import GrantState, MemberRole
from nastavnik.grants.funds.checker import check
from nastavnik.grants.models import ClaimProof, GrantApplication, GrantMember, GrantProject, GrantRemark, MockReview
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.projects.takeover import takeover_page
from nastavnik.grants.selectors.templates import template_of

# the making of it is tried on both databases (`test_demo_made.py`)
pytestmark = pytest.mark.own_database

WINNERS = {
    "Ночная смена: библиотека для тех, кто готовится",
    "Книга приезжает сама: театр на колёсах",
    "Ужин под книгу",
}


@pytest.fixture
def finished(demonstrated, db):
    return GrantApplication.objects.select_related("project", "template").get(state=GrantState.CHECKED)


def checked(grant):
    content = content_of(grant)
    return check(template_of(grant.template), content.values, content.file_counts)


def test_winners_grow_into_projects(finished):
    assert set(GrantProject.objects.values_list("title", flat=True)) == WINNERS
    assert not GrantProject.objects.filter(application=None).exists()


def test_checker_is_green_in_the_application_that_is_finished(finished):
    assert checked(finished).is_green
    assert (finished.percent, finished.red, finished.amber) == (100, 0, 0)
    assert finished.closes_at > NOW


def test_checker_is_red_in_the_others(finished):
    others = GrantApplication.objects.exclude(pk=finished.pk).select_related("template")
    assert {row.template.key for row in others} == {"fpg", "pfci", "library-system"}
    assert all(checked(row).is_red for row in others)


def test_municipal_library_goes_to_the_presidential_fund_through_a_partner(finished):
    row = GrantApplication.objects.get(project=finished.project, template__key="fpg")
    assert (row.is_partner, row.legal_form) == (True, "ano")
    assert "goal" in {one.key for one in takeover_page(row, finished.token, may_write=True).differences}


def test_mentor_leads_remarks_and_judges(finished):
    mentor = GrantMember.objects.get(project=finished.project, role=MemberRole.MENTOR).user
    assert mentor.email == "mentor@demo.example"
    assert GrantRemark.objects.filter(grant=finished, parent=None, resolved_at=None).count() == 2
    assert GrantRemark.objects.filter(grant=finished, parent=None, resolved_at__isnull=False).count() == 1
    assert ClaimProof.objects.filter(claim__project=finished.project).count() == 1
    assert MockReview.objects.get(grant=finished, finished_at__isnull=False).reviewer == mentor
