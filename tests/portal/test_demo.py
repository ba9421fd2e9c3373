"""The demonstration school: exactly the reference year, made through services, the same after a second run."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from tests.portal.demonstrating import NOW, rows_of_all_tables

from nastavnik.core.models import JournalEntry
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Certificate, CertificateRule, CertificateTemplate, Question, Quiz
from nastavnik.learning.selectors.completion import hours_of
from nastavnik.mentoring.enums import ConsultationState, PublicState
from nastavnik.mentoring.models import (
    Appointment,
    Consultation,
    Mentorship,
    PublicAnswer,
    RecommendedMoment,
    Slot,
)
from nastavnik.people.enums import LibraryKind, PlaceKind, Role
from nastavnik.people.models import Library, NetworkMember, RoleAssignment, User
from nastavnik.portal.management.demonstration import make_demonstration
from nastavnik.portal.management.demonstration.content import FILMS, FOLDER
from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.programme.models import Enrolment, Handout, Lesson, Partner, Programme, School
from nastavnik.programme.selectors import now_or_next
from nastavnik.publishing.enums import ArticleOrigin
from nastavnik.publishing.models import Article, Collection
from nastavnik.publishing.selectors.collections.imprint import gaps_in
from nastavnik.video.models import Cue, Deck, Video

# the making of it is tried on both databases (`test_demo_made.py`)
pytestmark = pytest.mark.own_database

MAX_FILM_BYTES = 3_000_000


@pytest.fixture
def demo(demonstrated, db):
    return School.objects.get(slug="demo")


def test_demonstration_is_the_reference_year(demo):
    lessons = Lesson.objects.filter(school=demo)

    assert Counter(lesson.kind for lesson in lessons) == {
        LessonKind.MASTER_CLASS: 6,
        LessonKind.SEMINAR: 8,
        LessonKind.STRATEGIC_SESSION: 1,
    }
    assert Counter(lesson.state for lesson in lessons) == {LessonState.HELD: 12, LessonState.ANNOUNCED: 3}
    assert all(lesson.speakers.count() for lesson in lessons)
    assert Programme.objects.get(school=demo).is_public
    assert {partner.organisation.short_name for partner in Partner.objects.filter(school=demo)} == {"БГУНБ", "БГИИК"}
    session = lessons.get(kind=LessonKind.STRATEGIC_SESSION)
    assert {partner.short_name for partner in session.partners.all()} == {"БГУНБ", "БГИИК"}
    assert Handout.objects.filter(lesson__school=demo).count() >= 5
    assert demo.is_demo


def test_demonstration_has_the_libraries_of_the_winners(demo):
    libraries = Library.objects.filter(organisation=demo.owner)

    branches = libraries.filter(kind=LibraryKind.BRANCH)
    assert branches.get(number=6).name == "Бессоновская поселенческая библиотека"
    assert branches.get(number=22).name == "Пушкарская поселенческая библиотека"
    assert libraries.get(kind=LibraryKind.CHILDREN).name == "Детская районная библиотека"
    assert libraries.filter(kind=LibraryKind.CENTRAL).count() == 1
    numbers = list(branches.values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, 41))
    assert branches.values("settlement").distinct().count() == len(numbers)
    assert NetworkMember.objects.filter(place_kind=PlaceKind.SCHOOL, place_id=demo.pk).count() == 3


def test_demonstration_has_one_account_for_each_role(demo):
    expected = {
        "learner": {Role.LEARNER},
        "mentor": {Role.MENTOR, Role.LEARNER},
        "methodist": {Role.METHODIST},
        "juror": {Role.JUROR},
        "director": {Role.DIRECTOR},
        "head": {Role.HEAD, Role.LEARNER},
        "operator": set(),
    }
    for key, roles in expected.items():
        user = User.objects.get(email=f"{key}@demo.example")
        assert set(RoleAssignment.objects.filter(user=user).values_list("role", flat=True)) == roles
        assert user.check_password("nastavnik-demo")
    operator = User.objects.get(email="operator@demo.example")
    assert operator.is_superuser
    # jurors from outside are no staff
    others = User.objects.exclude(email__startswith="jury-")
    staff = others.exclude(email__in=[f"{key}@demo.example" for key in expected])
    assert 130 <= staff.count() <= 170
    assert not any(user.has_usable_password() for user in staff)
    assert Enrolment.objects.filter(programme__school=demo, left_at=None).count() == staff.count() + 3


def test_demonstration_is_alive_on_any_day(demo):
    operator = User.objects.get(email="operator@demo.example")

    moment = now_or_next(operator, demo, NOW)

    assert NOW + timedelta(days=2) < moment.next.starts_at < NOW + timedelta(days=6)
    assert moment.latest is not None
    for lesson in Lesson.objects.filter(school=demo):
        local = lesson.starts_at.astimezone(demo.zone)
        assert local.weekday() < 5
        assert local.hour in {10, 14}


def test_films_of_the_demonstration_have_their_words_and_the_file_of_the_talk(demo):
    films = Video.objects.filter(lesson__school=demo)

    assert all(Cue.objects.filter(transcript__video=film).count() >= 12 for film in films)
    assert set(Deck.objects.values_list("video", "file_kind")) == {(film.pk, "pdf") for film in films}


def test_demonstration_brings_two_real_films(demo):
    films = Video.objects.filter(lesson__school=demo)

    assert films.count() == 2
    assert all(film.lesson.state == LessonState.HELD for film in films)
    assert sum(path.stat().st_size for path in FILMS.iterdir()) <= MAX_FILM_BYTES
    assert {film.source_bytes for film in films} == {path.stat().st_size for path in FILMS.glob("*.mp4")}


def test_demonstration_has_certificates_that_some_hold_and_a_rule_for_others(demo):
    held = Certificate.objects.filter(school=demo, revoked_at=None).values_list("user__email", "kind")

    assert set(held) == {("learner@demo.example", "participant"), ("mentor@demo.example", "mentor")}
    assert CertificateRule.objects.get(programme__school=demo).hours == 12
    assert CertificateTemplate.objects.filter(school=demo).count() == 4
    participant = Certificate.objects.select_related("user", "programme").get(school=demo, kind="participant")
    assert participant.hours == hours_of(participant.user, participant.programme).hours >= 12


def test_running_it_twice_changes_nothing(demo):
    before, journal = rows_of_all_tables(), JournalEntry.objects.count()

    again = make_demonstration(NOW + timedelta(days=30))

    assert not again.is_new
    assert rows_of_all_tables() == before
    assert JournalEntry.objects.count() == journal


def test_command_prints_address_and_accounts(demo, settings):
    settings.BASE_URL = "http://127.0.0.1:8124"
    out = StringIO()

    call_command("demo", stdout=out)

    told = out.getvalue()
    assert "is here already: http://127.0.0.1:8124/" in told
    assert "nastavnik-demo" in told
    for key in ("learner", "mentor", "methodist", "juror", "director", "head", "operator"):
        assert f"{key}@demo.example" in told


def test_content_says_which_numbers_are_invented():
    assert "invented" in (FOLDER / "network.toml").read_text(encoding="utf-8").splitlines()[1]


def test_demonstration_has_a_self_check_with_every_kind_of_question(demo):
    quiz = Quiz.objects.get(lesson__school=demo)
    questions = Question.objects.filter(quiz=quiz)
    assert quiz.is_published
    assert set(questions.values_list("kind", flat=True)) == set(QuestionKind.values)
    assert not questions.filter(moment_seconds=None).exists()
    assert questions.filter(at_second__isnull=False).count() == 2


def test_demonstration_has_questions_in_every_state_and_public_answers(demo):
    states = Counter(Consultation.objects.filter(school=demo).values_list("state", flat=True))

    assert set(states) >= set(ConsultationState) - {ConsultationState.CLOSED}
    assert PublicAnswer.objects.filter(school=demo, state=PublicState.PUBLIC).count() == 2
    assert not RecommendedMoment.objects.filter(moment__quote="").exists()
    assert RecommendedMoment.objects.count() >= 4


def test_demonstration_has_mentors_pairs_and_reception_hours(demo):
    mentors = RoleAssignment.objects.filter(role=Role.MENTOR)

    assert mentors.count() == 3
    assert Mentorship.objects.filter(school=demo).count() == 3
    assert Slot.objects.filter(school=demo, starts_at__gt=NOW).count() > 10
    assert Appointment.objects.count() == 2


def test_demonstration_has_a_collection_that_is_being_made(demo):
    book = Collection.objects.get(school=demo)
    articles = Article.objects.filter(collection=book)

    assert Counter(articles.values_list("state", flat=True)) == {"ready": 2, "proof": 1, "editing": 1, "draft": 2}
    assert articles.get(part=None).title == "От составителя"
    spoken = articles.filter(origin=ArticleOrigin.LESSON)
    assert all(one.anchors[0][0][1] is not None and "\n\n## " in one.text for one in spoken)
    # what only the printing house knows is left to be filled in
    assert {gap.field for gap in gaps_in(book) if gap.holds_up} == {"pages", "printing.signed_on"}
