"""Moments to learn from: chosen by methodists, offered to who may see their lesson, taken back and brought back."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.programme.factories import LessonFactory

from nastavnik.grants.models import StudyMoment
from nastavnik.grants.selectors.talk.moments import moments_for, place_of_address
from nastavnik.grants.selectors.talk.moments_desk import FoundMoment, moments_desk, subjects_of
from nastavnik.grants.selectors.talk.panel import panel_of
from nastavnik.grants.selectors.talk.study_page import study_page
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.grants.services.talk import moments as services
from nastavnik.grants.services.talk.refusals import MomentWithoutLesson, MomentWithoutWords
from nastavnik.programme.enums import LessonState
from nastavnik.search import selectors as search
from nastavnik.search.enums import PassageKind
from nastavnik.search.selectors import Group, Results, Suggestion
from nastavnik.search.selectors.hits import Hit
from nastavnik.search.text.marks import Piece

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(school):
    return LessonFactory(
        school=school, cycle__programme__school=school, title="Как писать бюджет", slug="byudzhet", held=True
    )


@pytest.fixture
def choose(school, methodist, lesson, now):
    def chosen(**other):
        told = {
            "subject": "budget",
            "address": f"https://school.example/lessons/{lesson.slug}/?t=95",
            "words": "Статьи",
        }
        return services.choose_moment(**({"actor": methodist, "school": school, "now": now, **told} | other))

    return chosen


def test_moment_is_offered_where_its_lesson_is_seen(school, lesson, author, choose):
    choose()
    [moment] = moments_for(author, school, ["budget"])["budget"]
    assert (moment.words, moment.lesson, moment.seconds) == ("Статьи", "Как писать бюджет", 95)
    assert moment.url.endswith("/lessons/byudzhet/?t=95")
    lesson.state = LessonState.DRAFT
    lesson.save()
    assert "budget" not in moments_for(author, school, ["budget"])


def test_same_moment_is_chosen_once(choose):
    assert choose() == choose(words="Иначе")
    assert StudyMoment.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"address": "https://school.example/videos/abc/?t=5"}, MomentWithoutLesson),
        ({"address": "https://school.example/lessons/nowhere/?t=5"}, MomentWithoutLesson),
        ({"words": "  "}, MomentWithoutWords),
        ({"subject": "nothing"}, FieldGone),
    ],
)
def test_moment_is_refused(choose, told, refusal):
    with pytest.raises(refusal):
        choose(**told)


def test_moment_is_chosen_by_methodists_alone(choose, mentor, school, now):
    with pytest.raises(PermissionDenied):
        choose(actor=mentor)
    with pytest.raises(PermissionDenied):
        moments_desk(mentor, school, "", "", now)


def test_removed_moment_comes_back(school, methodist, author, choose, now):
    moment = choose()
    services.remove_moment(actor=methodist, moment_id=moment.pk, now=now)
    services.remove_moment(actor=methodist, moment_id=moment.pk, now=now)
    assert moments_for(author, school, ["budget"]) == {}
    services.restore_moment(actor=methodist, moment_id=moment.pk, now=now)
    assert moments_for(author, school, ["budget"])["budget"][0].token == moment.token
    with pytest.raises(PermissionDenied):
        services.remove_moment(actor=author, moment_id=moment.pk, now=now)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/lessons/abc/?t=12", ("abc", 12)),
        ("https://a.example/school/lessons/abc/", ("abc", 0)),
        ("/lessons/abc/?t=1:30", ("abc", 0)),
        ("/lessons/abc/?t=99999", ("abc", 86_400)),
        ("/lessons/abc/?t=9999999999", ("abc", 0)),
        ("/videos/abc/?t=12", None),
        ("", None),
    ],
)
def test_address_of_a_moment_is_read(address, place):
    assert place_of_address(address) == place


def test_subjects_are_those_of_all_funds_each_once(school):
    criteria, fields = subjects_of(school)
    keys = [one.key for one in (*criteria, *fields)]
    assert len(keys) == len(set(keys))
    assert {"relevance", "budget", "problem", "media_plan"} & set(keys) >= {"relevance", "budget", "problem"}


def test_desk_shows_what_is_chosen_and_looks_for_more(school, methodist, choose, now):
    choose()
    page = moments_desk(methodist, school, "budget", "", now)
    [box] = [one for one in page.criteria if one.subject.key == "budget"]
    assert [one.moment.words for one in box.moments] == ["Статьи"]
    assert (page.subject.key, page.text, page.found) == ("budget", "", [])
    assert moments_desk(methodist, school, "", "слова", now).subject is None


def hit(url, seconds):
    return Hit(PassageKind.CUE, (Piece("Статьи расходов", is_marked=False),), url, seconds, None, "", "", "")


def test_desk_offers_what_is_heard_in_lessons_alone(school, methodist, now, monkeypatch):
    hits = (hit("/lessons/byudzhet/?t=15", 15.0), hit("/lessons/byudzhet/", None), hit("/videos/abc/?t=3", 3.0))
    group = Group("Бюджет", "", (), None, hits, 0, (), 0.0)
    near = [Suggestion(hit("/lessons/plan/?t=7", 7.0), "План")]
    monkeypatch.setattr(search, "search", lambda *_asked: Results("смета", [group]))
    monkeypatch.setattr(search, "related", lambda *_asked: near)
    typed, untyped = (moments_desk(methodist, school, "budget", text, now).found for text in ("смета", ""))
    assert typed == [FoundMoment("/lessons/byudzhet/?t=15", "Бюджет", "Статьи расходов", 15.0)]
    assert untyped == [FoundMoment("/lessons/plan/?t=7", "План", "Статьи расходов", 7.0)]


def test_study_page_offers_chosen_moments_and_the_desk_to_methodists(written, methodist, author, choose, now):
    choose()
    page = study_page(author, written, "budget", now)
    assert ([one.words for one in page.moments], page.desk_url) == (["Статьи"], "")
    assert study_page(methodist, written, "budget", now).desk_url
    assert study_page(author, written, "unknown", now).subject == page.criteria[0]


def test_panel_brings_remarks_moments_and_claims_of_its_section(written, author, choose):
    choose(subject="problem")
    section = template_of(written.template).form.section("why")
    panel = panel_of(author, written, section)
    assert [(one.key, len(one.moments)) for one in panel.moments] == [("problem", 1)]
    assert (panel.first_key, panel.can_speak, panel.remarks, panel.claims) == ("problem", True, [], [])
