from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone
from tests.learning.certificates.factories import CertificateFactory, CertificateRunFactory
from tests.people.factories import UserFactory, grant
from tests.programme.factories import LessonFactory, LessonSpeakerFactory, ProgrammeFactory, SpeakerFactory

from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.models import Certificate, CertificateRun
from nastavnik.learning.selectors.certificates import desk, qualifying
from nastavnik.learning.selectors.certificates.programme import programme_certificates, what_is_missing
from nastavnik.learning.services import certificates as services
from nastavnik.learning.services.certificates import refusals, runs
from nastavnik.people.enums import Role
from nastavnik.people.models import Notice
from nastavnik.programme.models import Programme
from nastavnik.programme.permissions import place_of

NOW = timezone.now()


def start(methodist, programme):
    return services.start_run(actor=methodist, programme_id=programme.pk, now=timezone.now())


def make(run):
    services.make_run(run_id=run.pk, clock=timezone.now)
    run.refresh_from_db()
    return run


def test_issue_by_hand_to_a_mentor_prints_what_is_said(methodist, programme):
    mentor = UserFactory(full_name="Наставница Вера")
    grant(mentor, Role.MENTOR, place_of(programme.school))
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.MENTOR}
    made = services.issue_by_hand(**words, keys=[f"user {mentor.pk}"], hours=Decimal("10.5"), now=NOW)
    assert made[0].printed["heading"] == "Сертификат наставника"
    assert made[0].printed["hours"] == "10,5\xa0академического\xa0часа"
    assert made[0].printed["themes"] == ()


def test_issue_by_hand_to_a_speaker_without_an_account_lists_her_lessons(methodist, programme, cycle):
    speaker = SpeakerFactory(school=programme.school, name="Петров Пётр")
    for title in ("Как говорить", "Как слушать"):
        LessonSpeakerFactory(lesson=LessonFactory(cycle=cycle, title=title, held=True), speaker=speaker)
    holder = qualifying.choosable(programme, CertificateKind.SPEAKER)[0]
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.SPEAKER}
    made = services.issue_by_hand(**words, keys=[holder.key], now=NOW)[0]
    assert (made.name, made.user, made.holder) == ("Петров Пётр", None, f"speaker {speaker.pk}")
    assert sorted(made.printed["themes"]) == ["Как говорить", "Как слушать"]
    assert "Проведено занятий: 2" in made.printed["text"]
    assert not Notice.objects.exists()


def test_issue_by_hand_to_a_participant_asks_no_rule(methodist, programme, beginner):
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.PARTICIPANT}
    made = services.issue_by_hand(**words, keys=[f"user {beginner.pk}"], now=NOW)[0]
    assert made.hours == Decimal(2)


def test_issue_by_hand_twice_is_refused(methodist, programme, beginner):
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.PARTICIPANT}
    services.issue_by_hand(**words, keys=[f"user {beginner.pk}"], now=NOW)
    with pytest.raises(refusals.HasOneAlready):
        services.issue_by_hand(**words, keys=[f"user {beginner.pk}"], now=NOW)


def test_issue_by_hand_to_strangers_is_refused(methodist, programme, outsider):
    for kind in CertificateKind:
        words = {"actor": methodist, "programme_id": programme.pk, "kind": kind}
        with pytest.raises(refusals.HasOneAlready):
            services.issue_by_hand(**words, keys=[f"user {outsider.pk}", "user x", "speaker 1"], now=NOW)


def test_issue_by_hand_to_hundreds_is_refused(methodist, programme):
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.MENTOR}
    with pytest.raises(refusals.TooMany):
        services.issue_by_hand(**words, keys=[f"user {number}" for number in range(101)], now=NOW)


def test_issue_by_hand_by_the_director_is_forbidden(director, programme, beginner):
    words = {"actor": director, "programme_id": programme.pk, "kind": CertificateKind.PARTICIPANT}
    with pytest.raises(PermissionDenied):
        services.issue_by_hand(**words, keys=[f"user {beginner.pk}"], now=NOW)


def test_database_refuses_a_second_one_that_holds(programme, graduate):
    CertificateFactory(programme=programme, user=graduate)
    with pytest.raises(IntegrityError):
        CertificateFactory(programme=programme, user=graduate)


def test_numbers_of_a_year_follow_each_other_and_indexes_never_repeat(methodist, programme, make_learner):
    people = [make_learner(f"Слушатель {number}", ("Первое",)) for number in range(3)]
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.PARTICIPANT}
    for person, year in zip(people, (2026, 2026, 2027), strict=True):
        services.issue_by_hand(**words, keys=[f"user {person.pk}"], now=NOW.replace(year=year, month=6))
    rows = Certificate.objects.order_by("pk").values_list("number", "status_index")
    assert list(rows) == [("2026-0001", 0), ("2026-0002", 1), ("2027-0001", 2)]


@pytest.mark.parametrize(
    ("kind", "role", "found"),
    [
        (CertificateKind.MENTOR, Role.MENTOR, ["Наставница Вера"]),
        (CertificateKind.JUROR, Role.JUROR, ["Наставница Вера"]),
    ],
)
def test_choosable_by_role_offers_who_holds_it(programme, kind, role, found):
    person = UserFactory(full_name="Наставница Вера", name_key="наставница вера")
    grant(person, role, place_of(programme.school))
    grant(UserFactory(full_name="Чужая"), role, place_of(ProgrammeFactory().school))
    assert [one.name for one in qualifying.choosable(programme, kind, "ВЕРА")] == found
    assert qualifying.choosable(programme, kind, "Ольга") == []


def test_choosable_participants_are_looked_for_by_name(programme, graduate, beginner):
    assert qualifying.choosable(programme, CertificateKind.PARTICIPANT) == []
    found = qualifying.choosable(programme, CertificateKind.PARTICIPANT, "Борис")
    assert [one.user_id for one in found] == [beginner.pk]


def test_preview_says_who_qualifies_and_who_lacks_what(methodist, programme, rule, graduate, beginner, make_learner):
    make_learner("Вовсе Ничего", ())
    has = make_learner("Давно Получившая")
    number = CertificateFactory(programme=programme, user=has).number
    page = programme_certificates(methodist, programme.school, programme.token, {})
    states = {row[0].text: row[4].text for row in page.listing.rows}
    assert states == {
        "Иванова Мария Сергеевна": "набрано достаточно",
        "Борисова Анна": "не хватает: часов: 4",
        "Вовсе Ничего": "не хватает: часов: 6",
        "Давно Получившая": f"есть сертификат № {number}",
    }
    assert (page.ready, page.issued, page.rule_words) == (1, 1, "6 академических часов")


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("ready", ["Иванова Мария Сергеевна"]),
        ("lacks", ["Борисова Анна"]),
        ("has", ["Давно Получившая"]),
    ],
)
def test_preview_filters_by_who(methodist, programme, rule, graduate, beginner, make_learner, who, names):
    CertificateFactory(programme=programme, user=make_learner("Давно Получившая"))
    page = programme_certificates(methodist, programme.school, programme.token, {"who": who, "q": "а"})
    assert [row[0].text for row in page.listing.rows] == names


def test_what_is_missing_names_hours_and_lessons(rule):
    rule.lessons = 5
    assert what_is_missing(rule, Decimal("4.5"), 2) == "часов: 1,5 и 3 занятия"
    assert what_is_missing(rule, Decimal(6), 5) == ""


def test_rule_with_both_asks_both(rule):
    rule.lessons = 5
    assert rule.is_met_by(Decimal(6), 5)
    assert not rule.is_met_by(Decimal(6), 4)
    assert not rule.is_met_by(Decimal(5), 5)


def test_progress_is_told_while_sheets_are_set(monkeypatch, methodist, programme, rule, make_learner):
    for number in range(3):
        make_learner(f"Слушатель {number}")
    monkeypatch.setattr(runs, "TOLD_EVERY", 1)
    told = []
    note = runs._note

    def listen(run, now, **fields):
        told.append(fields.get("printed"))
        note(run, now, **fields)

    monkeypatch.setattr(runs, "_note", listen)
    make(start(methodist, programme))
    assert [count for count in told if count is not None] == [1, 2, 3, 3]


def test_speaker_with_an_account_is_one_person_in_both_lists(programme, cycle, graduate):
    speaker = SpeakerFactory(school=programme.school, user=graduate)
    LessonSpeakerFactory(lesson=LessonFactory(cycle=cycle, held=True), speaker=speaker)
    assert [one.key for one in qualifying.speakers_of(programme)] == [f"user {graduate.pk}"]


@pytest.mark.parametrize("who", ["learner", "outsider"])
def test_desk_does_not_exist_for_others(request, programme, rule, graduate, who):
    actor, school = request.getfixturevalue(who), programme.school
    run, certificate = CertificateRunFactory(programme=programme), CertificateFactory(programme=programme)
    with pytest.raises(Programme.DoesNotExist):
        programme_certificates(actor, school, programme.token, {})
    with pytest.raises(CertificateRun.DoesNotExist):
        desk.run_at_desk(actor, school, run.token)
    with pytest.raises(Certificate.DoesNotExist):
        desk.certificate_page(actor, school, certificate.code)
    with pytest.raises(PermissionDenied):
        desk.certificates_desk(actor, school, {})
    with pytest.raises(PermissionDenied):
        desk.check_can_issue(actor, school)
