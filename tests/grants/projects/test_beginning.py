"""Beginning: of a new project, of an application to a contest, of a project that goes to a fund already."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.contest.factories import ApplicationFactory, AuthorFactory
from tests.grants.factories import GrantFactory, GrantProjectFactory

from nastavnik.contest.models import ApplicationFile
from nastavnik.core.events import _handlers
from nastavnik.core.models import JournalEntry
from nastavnik.grants.enums import GrantState, MilestoneKind
from nastavnik.grants.events import GrantBegun
from nastavnik.grants.models import (
    FieldText,
    GrantApplication,
    GrantFile,
    GrantMember,
    GrantProject,
    Milestone,
    Revision,
    TemplateText,
)
from nastavnik.grants.services import projects as services
from nastavnik.grants.services.projects.beginning import MOST_FUNDS
from nastavnik.grants.services.projects.refusals import AlreadyGrown, MayNotApply, NoApplicant, TooManyFunds
from nastavnik.grants.services.refusals import GrantClosed

pytestmark = pytest.mark.django_db
DISTRICT, PFCI, FPG = (services.Intended(fund) for fund in ("district", "pfci", "fpg"))
THROUGH_PARTNER = services.Intended("fpg", partner="  АНО  «Читаем» ", partner_form="ano")


@pytest.fixture(autouse=True)
def _budgetary(school):
    school.owner.legal_form = "mbuk"
    school.owner.save()


def begin(actor, school, library, now, intended=DISTRICT, title="Вечера"):
    return services.begin_project(
        actor=actor, school_id=school.pk, library_id=library.pk, title=title, intended=intended, now=now
    )


def promote(actor, entry, now, intended=PFCI):
    return services.promote(actor=actor, application_id=entry.pk, intended=intended, now=now)


def test_begins_a_project_of_ones_own_library(head, school, library, now):
    grant = begin(head, school, library, now, title="  Вечера \n чтения ")
    project = grant.project
    assert (project.title, project.title_key, project.library) == ("Вечера чтения", "вечера чтения", library)
    assert list(GrantMember.objects.filter(project=project).values_list("user", "role")) == [(head.pk, "author")]
    assert (grant.applicant, grant.legal_form, grant.is_partner) == (school.owner.name, "mbuk", False)
    assert FieldText.objects.get(grant=grant, key="title").value == "Вечера чтения"
    assert grant.red > 0
    assert not Milestone.objects.exists()


def test_tells_the_apps_above_and_the_journal(head, school, library, now, django_capture_on_commit_callbacks):
    heard = []
    _handlers[GrantBegun].append(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        grant = begin(head, school, library, now)
    assert heard == [GrantBegun(grant.pk)]
    assert JournalEntry.objects.get(subject_kind="grants.grantapplication").details["fund"] == "district"


def test_keeps_the_text_of_a_template_of_the_program_once(head, school, library, now):
    first, second = begin(head, school, library, now), begin(head, school, library, now)
    assert first.template == second.template
    assert TemplateText.objects.get().school is None


def test_keeps_the_intake(head, school, library, now):
    intended = services.Intended("district", intake="Осень", closes_at=now, results_on=now.date())
    grant = begin(head, school, library, now, intended)
    assert (grant.intake, grant.closes_at, grant.results_on) == ("Осень", now, now.date())


def test_refuses_to_begin_for_a_library_that_she_does_not_head(author, school, library, now):
    with pytest.raises(PermissionDenied):
        begin(author, school, library, now)


def test_refuses_a_form_that_the_fund_does_not_take_and_tells_the_way_round(head, school, library, now):
    with pytest.raises(MayNotApply, match="партнёр"):
        begin(head, school, library, now, FPG)
    assert not GrantApplication.objects.exists()


def test_refuses_a_partner_whom_the_fund_does_not_take(head, school, library, now):
    with pytest.raises(MayNotApply):
        begin(head, school, library, now, services.Intended("fpg", partner="МУК", partner_form="muk"))


def test_lets_a_partner_apply(head, school, library, now):
    grant = begin(head, school, library, now, THROUGH_PARTNER)
    assert (grant.applicant, grant.legal_form, grant.is_partner) == ("АНО «Читаем»", "ano", True)


def test_refuses_a_partner_without_a_legal_form(head, school, library, now):
    with pytest.raises(NoApplicant):
        begin(head, school, library, now, services.Intended("fpg", partner="АНО"))


def test_refuses_a_fund_that_is_not_offered(head, school, library, now):
    with pytest.raises(TemplateText.DoesNotExist):
        begin(head, school, library, now, services.Intended("nowhere"))


# --- an application to a contest ---


def test_carries_what_was_written_and_keeps_it_as_it_came(entry, head, now):
    colleague = AuthorFactory(application=entry).user
    grant = promote(head, entry, now)
    assert (grant.project.application, grant.project.title, grant.project.library) == (
        entry,
        entry.title,
        entry.library,
    )
    texts = dict(FieldText.objects.filter(grant=grant).values_list("key", "value"))
    assert texts["goal"] == "Семьи читают дома"
    assert Milestone.objects.get(grant=grant, kind=MilestoneKind.PROMOTED).values == texts
    assert set(Revision.objects.values_list("note", flat=True)) == {entry.contest.title}
    people = GrantMember.objects.filter(project=grant.project).order_by("pk").values_list("user", flat=True)
    assert list(people) == [head.pk, colleague.pk]
    assert grant.requested == 1_250_000


def test_carries_files_as_copies_of_its_own(entry, head, now):
    place = default_storage.save("applications/letter.pdf", ContentFile(b"%PDF"))
    told = {"kind": "pdf", "bytes": 4, "sha256": "0" * 64, "added_at": now}
    row = ApplicationFile.objects.create(
        application=entry, field_key="support_letters", name="Письмо.pdf", file=place, **told
    )
    ApplicationFile.objects.create(application=entry, field_key="nowhere", name="Б.pdf", file=place, **told)
    ApplicationFile.objects.create(
        application=entry, field_key="support_letters", name="В.pdf", file="gone.pdf", **told
    )
    grant = promote(head, entry, now)
    copy = GrantFile.objects.get(grant=grant)
    assert (copy.name, copy.field_key, copy.project) == (row.name, row.field_key, grant.project)
    assert copy.file != row.file
    with default_storage.open(copy.file) as stored:
        assert stored.read() == b"%PDF"


def test_promotes_one_from_paper_for_who_keeps_the_register(contest, library, methodist, now):
    paper = ApplicationFactory(contest=contest, library=library, admitted=True, typed_by=methodist)
    grant = promote(methodist, paper, now)
    assert list(GrantMember.objects.values_list("user", flat=True)) == [methodist.pk]
    assert FieldText.objects.filter(grant=grant).count() == 0
    assert grant.red > 0


def test_promotes_one_whose_library_is_gone_through_a_partner_alone(contest, methodist, now):
    lost = ApplicationFactory(contest=contest, library=None, admitted=True)
    with pytest.raises(NoApplicant):
        promote(methodist, lost, now)
    assert promote(methodist, lost, now, THROUGH_PARTNER).is_partner


def test_grows_once(entry, head, now):
    promote(head, entry, now)
    with pytest.raises(AlreadyGrown):
        promote(head, entry, now)


def test_grows_again_once_the_project_was_removed(entry, head, now):
    first = promote(head, entry, now).project
    services.remove_project(actor=head, project_id=first.pk, now=now)
    second = promote(head, entry, now).project
    first.refresh_from_db()
    assert (first.application, second.application) == (None, entry)


def test_refuses_who_neither_wrote_it_nor_heads_its_library(entry, author, now):
    with pytest.raises(PermissionDenied):
        promote(author, entry, now)


def test_refuses_what_is_not_admitted(contest, library, head, now):
    draft = ApplicationFactory(contest=contest, library=library)
    with pytest.raises(PermissionDenied):
        promote(head, draft, now)


# --- one more fund ---


def test_goes_to_one_more_fund_with_the_texts_of_the_first(entry, head, now):
    first = promote(head, entry, now)
    second = services.add_fund(
        actor=head, project_id=first.project_id, intended=THROUGH_PARTNER, like=first.token, now=now
    )
    assert second.project == first.project
    assert FieldText.objects.get(grant=second, key="goal").value == "Семьи читают дома"
    assert Revision.objects.filter(grant=second).first().note == first.template.fund
    assert Milestone.objects.filter(grant=second, kind=MilestoneKind.PROMOTED).exists()


def test_goes_to_one_more_fund_with_an_empty_form(author, project, now):
    grant = services.add_fund(actor=author, project_id=project.pk, intended=THROUGH_PARTNER, like="", now=now)
    assert dict(FieldText.objects.filter(grant=grant).values_list("key", "value")) == {"title": project.title}


def test_takes_texts_of_its_own_project_alone(author, project, now):
    other = GrantFactory(project=GrantProjectFactory(school=project.school))
    with pytest.raises(GrantApplication.DoesNotExist):
        services.add_fund(actor=author, project_id=project.pk, intended=THROUGH_PARTNER, like=other.token, now=now)


def test_refuses_more_funds_than_anybody_could_write_to(author, project, now):
    for _ in range(MOST_FUNDS):
        GrantFactory(project=project, state=GrantState.DRAFT)
    with pytest.raises(TooManyFunds):
        services.add_fund(actor=author, project_id=project.pk, intended=THROUGH_PARTNER, like="", now=now)


@pytest.mark.parametrize("who", ["mentor", "director", "learner"])
def test_lets_who_does_not_decide_go_to_no_fund(who, project, now, request):
    actor = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        services.add_fund(actor=actor, project_id=project.pk, intended=THROUGH_PARTNER, like="", now=now)
    assert GrantProject.objects.count() == 1


# --- who applies and when, corrected ---


def change(actor, grant, now, **told):
    intended = services.Intended(grant.template.key, **told)
    return services.change_terms(actor=actor, grant_id=grant.pk, intended=intended, now=now)


def test_corrects_who_applies_and_when_and_reminds_anew(author, application, now):
    application.reminded_days, application.closes_at = 3, now
    application.save()
    later = now + timedelta(days=30)
    changed = change(author, application, now, partner="АНО", partner_form="ano", intake="Весна", closes_at=later)
    assert (changed.applicant, changed.is_partner, changed.intake, changed.closes_at) == ("АНО", True, "Весна", later)
    assert changed.reminded_days is None


def test_reminds_nobody_anew_of_the_same_end(author, application, now):
    application.reminded_days, application.closes_at = 3, now
    application.save()
    assert change(author, application, now, closes_at=now).reminded_days == 3


def test_corrects_nothing_of_what_was_submitted_or_may_not_be(author, mentor, project, application, now):
    with pytest.raises(MayNotApply):
        change(author, GrantFactory(project=project, fund="fpg"), now)
    with pytest.raises(PermissionDenied):
        change(mentor, application, now)
    application.state = GrantState.SUBMITTED
    application.save()
    with pytest.raises(GrantClosed):
        change(author, application, now)
