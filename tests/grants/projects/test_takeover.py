"""Taking over between two applications of a project, field by field."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.grants.factories import GrantFactory

from nastavnik.core.differences import new_of, old_of
from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import FieldText, GrantApplication, Revision
from nastavnik.grants.selectors.projects.takeover import takeover_page
from nastavnik.grants.services import projects as services
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.projects.refusals import FieldsHaveChanged
from nastavnik.grants.services.refusals import GrantClosed

pytestmark = pytest.mark.django_db
OBJECTIVES = [{"id": "o1", "objective": "Открыть вечера"}]
ACTIVITIES = [
    {
        "id": "a1",
        "activity": "Вечер",
        "objective": "o1",
        "starts_on": "2027-02-01",
        "ends_on": "2027-02-02",
        "place": "Стригуны",
        "people": "5",
        "result": "Читали",
    }
]


@pytest.fixture
def other(project, author, now):
    """An application to another fund, in which more was written."""
    row = GrantFactory(project=project, fund="fpg")
    values = {
        "goal": "Семьи читают дома вместе",
        "objectives": OBJECTIVES,
        "activities": ACTIVITIES,
        "geography": "С" * 301,
    }
    put_values(row, values, actor=author, now=now)
    return row


@pytest.fixture
def here(application, author, now):
    put_values(application, {"goal": "Семьи читают вместе"}, actor=author, now=now)
    return application


def page(grant, source="", *, may_write=True):
    return takeover_page(grant, source, may_write=may_write)


def marks(grant, *keys):
    return {one.key: one.mark for one in page(grant).differences if one.key in keys}


def take(actor, grant, other, marked, now):
    return services.take_over(actor=actor, grant_id=grant.pk, source_token=other.token, marks=marked, now=now)


def test_shows_each_difference_word_by_word(here, other, author):
    found = {one.key: one for one in page(here).differences}
    goal = found["goal"]
    assert (old_of(goal.pieces), new_of(goal.pieces)) == ("Семьи читают вместе", "Семьи читают дома вместе")
    assert (goal.added, goal.removed, goal.is_empty_here) == (len("дома "), 0, False)
    assert goal.written_by == author.full_name
    assert found["objectives"].is_empty_here
    assert found["activities"].needs == ["Задачи"]
    assert "Открыть вечера" in new_of(found["activities"].pieces)
    assert (found["geography"].most, found["geography"].over) == (300, 1)


def test_tells_which_text_is_the_newer(here, other, author, now):
    assert not next(one for one in page(here).differences if one.key == "goal").is_newer
    FieldText.objects.filter(grant=other, key="goal").update(changed_at=now.replace(year=now.year + 1), changed_by=None)
    goal = next(one for one in page(here).differences if one.key == "goal")
    assert (goal.is_newer, goal.written_by) == (True, "")


def test_shows_nothing_where_both_say_the_same(here, author, project, now):
    put_values(GrantFactory(project=project, fund="fpg"), {"goal": "Семьи читают вместе"}, actor=author, now=now)
    assert page(here).differences == []


def test_shows_nothing_without_another_application(here, other, now):
    other.removed_at = now
    other.save()
    assert (page(here).sources, page(here).differences, page(here).fund) == ([], [], "")


def test_takes_the_one_that_was_written_last_unless_another_is_asked_for(here, other, project):
    third = GrantFactory(project=project, fund="pfci")
    assert page(here).token == third.token
    assert page(here, other.token).token == other.token
    assert [source.is_current for source in page(here, other.token).sources] == [False, True]
    with pytest.raises(GrantApplication.DoesNotExist):
        page(here, "nowhere")


def test_lets_who_only_reads_take_nothing_over(here, other):
    assert not page(here, may_write=False).can_write
    here.state = GrantState.SUBMITTED
    assert not page(here).can_write


def test_puts_what_was_chosen_in_place_and_keeps_what_stood_there(here, other, author, now):
    taken = take(author, here, other, marks(here, "goal", "objectives"), now)
    assert sorted(taken) == ["goal", "objectives"]
    assert FieldText.objects.get(grant=here, key="goal").value == "Семьи читают дома вместе"
    assert not FieldText.objects.filter(grant=here, key="activities").exists()
    said = list(Revision.objects.filter(grant=here, key="goal").values_list("value", "note"))
    assert said == [("Семьи читают дома вместе", other.template.fund), ("Семьи читают вместе", "")]


@pytest.mark.parametrize("changes_here", [True, False])
def test_takes_nothing_when_somebody_wrote_meanwhile(here, other, author, mentor, now, changes_here):
    seen = marks(here, "goal")
    put_values(here if changes_here else other, {"goal": "Иначе"}, actor=mentor, now=now)
    with pytest.raises(FieldsHaveChanged):
        take(author, here, other, seen, now)
    assert FieldText.objects.get(grant=here, key="goal").value == ("Иначе" if changes_here else "Семьи читают вместе")


def test_takes_no_field_that_the_fund_does_not_ask(here, other, author, now):
    assert take(author, here, other, {"nowhere": "x"}, now) == []


def test_takes_nothing_over_into_what_was_submitted(here, other, author, now):
    seen = marks(here, "goal")
    GrantApplication.objects.filter(pk=here.pk).update(state=GrantState.SUBMITTED)
    with pytest.raises(GrantClosed):
        take(author, here, other, seen, now)


def test_takes_nothing_of_another_project(here, author, now):
    with pytest.raises(GrantApplication.DoesNotExist):
        take(author, here, GrantFactory(), {"goal": "x"}, now)


def test_lets_the_director_take_nothing_over(here, other, director, now):
    with pytest.raises(PermissionDenied):
        take(director, here, other, {}, now)
