import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.learning.certificates.factories import CertificateFactory, CertificateRunFactory
from tests.people.factories import UserFactory, grant
from tests.programme.factories import LessonFactory, LessonSpeakerFactory, ProgrammeFactory, SpeakerFactory

from nastavnik.core.queue.worker import Worker
from nastavnik.learning.enums import CertificateKind, RunState
from nastavnik.learning.models import Certificate, CertificateRun
from nastavnik.learning.selectors.certificates import desk, qualifying
from nastavnik.learning.selectors.certificates.programme import programme_certificates, what_is_missing
from nastavnik.learning.services import certificates as services
from nastavnik.learning.services.certificates import refusals, runs
from nastavnik.people.enums import Role
from nastavnik.people.models import Letter, Notice
from nastavnik.programme.models import Programme
from nastavnik.programme.permissions import place_of

NOW = timezone.now()


def start(methodist, programme):
    return services.start_run(actor=methodist, programme_id=programme.pk, now=timezone.now())


def make(run):
    services.make_run(run_id=run.pk, clock=timezone.now)
    run.refresh_from_db()
    return run


def test_issue_to_all_gives_one_to_each_who_qualifies(methodist, programme, rule, graduate, beginner):
    run = make(start(methodist, programme))
    certificate = Certificate.objects.get()
    assert (certificate.user, certificate.name) == (graduate, "Иванова Мария Сергеевна")
    assert (certificate.hours, certificate.kind, certificate.run) == (Decimal(6), "participant", run)
    assert certificate.number == f"{NOW.astimezone(programme.school.zone).year}-0001"
    assert certificate.printed["themes"] == ["Первое", "Второе", "Третье"]
    assert "«Год наставничества»" in certificate.printed["text"]
    assert "6 академических часов" in certificate.printed["text"].replace("\xa0", " ")
    assert (run.state, run.total, run.issued, run.printed) == (RunState.DONE, 1, 1, 1)


def test_issue_to_all_tells_each_in_the_page_and_by_mail(methodist, programme, rule, graduate):
    make(start(methodist, programme))
    notice = Notice.objects.get(user=graduate)
    assert "Год наставничества" in notice.title
    assert notice.link == "/me/certificates/"
    assert Letter.objects.filter(user=graduate).count() == 1


def test_issue_to_all_run_twice_gives_nobody_two(methodist, programme, rule, graduate):
    run = start(methodist, programme)
    make(run)
    CertificateRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    make(run)
    assert Certificate.objects.count() == 1
    assert Notice.objects.filter(user=graduate).count() == 1


def test_issue_to_all_cut_off_goes_on_where_it_stopped(monkeypatch, methodist, programme, rule, make_learner):
    for number in range(3):
        make_learner(f"Слушатель {number}")
    run = start(methodist, programme)
    monkeypatch.setattr(runs, "BATCH", 2)

    def cut(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "_print_all", cut)
    with pytest.raises(KeyboardInterrupt):
        make(run)
    monkeypatch.undo()
    assert make(run).printed == 3
    assert Certificate.objects.count() == 3


def test_issue_to_all_by_the_worker_ends_ready(
    methodist, programme, rule, graduate, django_capture_on_commit_callbacks
):
    run = start(methodist, programme)
    assert DBTaskResult.objects.filter(task_path__endswith="issue_certificates").count() == 1
    Worker(queues=["default"]).run_waiting()
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_make_run_that_is_done_or_gone_does_nothing(programme):
    run = CertificateRunFactory(programme=programme, state=RunState.DONE)
    services.make_run(run_id=run.pk, clock=timezone.now)
    services.make_run(run_id=0, clock=timezone.now)
    run.refresh_from_db()
    assert run.file == ""


def test_make_run_whose_people_have_no_name_stops(methodist, programme, rule, graduate):
    run = start(methodist, programme)
    type(graduate).objects.filter(pk=graduate.pk).update(full_name="")
    assert make(run).state == RunState.DONE
    assert not Certificate.objects.exists()


def test_start_run_without_a_rule_is_refused(methodist, programme, graduate):
    with pytest.raises(refusals.NoRule):
        start(methodist, programme)


def test_start_run_for_nobody_is_refused(methodist, programme, rule, beginner):
    with pytest.raises(refusals.NobodyQualifies):
        start(methodist, programme)


def test_start_run_beside_another_is_refused(methodist, programme, rule, graduate):
    start(methodist, programme)
    with pytest.raises(refusals.RunGoesOn):
        start(methodist, programme)


@pytest.mark.parametrize("who", ["director", "learner", "outsider"])
def test_start_run_by_others_is_forbidden(request, programme, rule, graduate, who):
    with pytest.raises(PermissionDenied):
        start(request.getfixturevalue(who), programme)


def test_papers_are_one_pdf_for_each_in_order_of_names(methodist, programme, rule, make_learner):
    make_learner("Яковлева Анна")
    make_learner("Антонова/Белова: Вера")
    run = make(start(methodist, programme))
    with default_storage.open(run.file) as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert archive.read(names[0]).startswith(b"%PDF")
    year = NOW.astimezone(programme.school.zone).year
    assert names == [f"{year}-0001 АнтоноваБелова Вера.pdf", f"{year}-0002 Яковлева Анна.pdf"]
    assert run.file_bytes > 0


def test_sheet_that_cannot_be_set_keeps_no_other_back(monkeypatch, methodist, programme, rule, make_learner):
    make_learner("Антонова Вера")
    make_learner("Яковлева Анна")

    def fail_once(certificate):
        if certificate.name == "Антонова Вера":
            raise RuntimeError
        return b"%PDF"

    monkeypatch.setattr(runs, "pdf_of", fail_once)
    run = make(start(methodist, programme))

    with default_storage.open(run.file) as file, zipfile.ZipFile(file) as archive:
        assert len(archive.namelist()) == 1
    assert (run.state, run.issued, run.printed) == (RunState.DONE, 2, 1)


def test_issue_to_all_does_not_give_back_what_was_taken(methodist, programme, rule, graduate, make_learner):
    make(start(methodist, programme))
    services.revoke_certificate(
        actor=methodist, code=Certificate.objects.get().code, because="Ошибка", now=timezone.now()
    )
    make_learner("Другая")

    make(start(methodist, programme))

    assert Certificate.objects.filter(user=graduate, revoked_at=None).count() == 0


def test_print_again_after_deletion_makes_the_file_without_new_certificates(
    methodist, programme, rule, graduate, make_learner, django_capture_on_commit_callbacks
):
    run = make(start(methodist, programme))
    with django_capture_on_commit_callbacks(execute=True):
        services.forget_old_papers(now=timezone.now() + timedelta(days=8))
    run.refresh_from_db()
    assert run.file == ""
    make_learner("Позже Пришедшая")
    services.print_again(actor=methodist, run_id=run.pk, now=timezone.now())
    run = make(run)
    assert (run.state, run.printed) == (RunState.DONE, 1)
    assert default_storage.exists(run.file)
    assert Certificate.objects.count() == 1


def test_print_again_takes_the_place_of_the_old_file(methodist, programme, rule, graduate):
    run = make(start(methodist, programme))
    old = run.file
    services.print_again(actor=methodist, run_id=run.pk, now=timezone.now())
    run = make(run)
    assert default_storage.exists(run.file)
    assert run.file == old or not default_storage.exists(old)


def test_print_again_of_what_holds_no_more_is_refused(methodist, programme, rule, graduate):
    run = make(start(methodist, programme))
    code = Certificate.objects.get().code
    services.revoke_certificate(actor=methodist, code=code, because="Ошибка", now=timezone.now())
    with pytest.raises(refusals.NothingToPrint):
        services.print_again(actor=methodist, run_id=run.pk, now=timezone.now())


def test_print_again_while_it_goes_on_is_refused(methodist, programme, rule, graduate):
    run = make(start(methodist, programme))
    services.print_again(actor=methodist, run_id=run.pk, now=timezone.now())
    with pytest.raises(refusals.RunGoesOn):
        services.print_again(actor=methodist, run_id=run.pk, now=timezone.now())


def test_print_again_beside_another_issue_is_refused(methodist, programme, rule, graduate):
    run = make(start(methodist, programme))
    CertificateRunFactory(programme=programme)
    with pytest.raises(refusals.RunGoesOn), transaction.atomic():
        services.print_again(actor=methodist, run_id=run.pk, now=timezone.now())


def test_print_again_by_the_director_is_forbidden(methodist, director, programme, rule, graduate):
    run = make(start(methodist, programme))
    with pytest.raises(PermissionDenied):
        services.print_again(actor=director, run_id=run.pk, now=timezone.now())


def test_give_up_silent_runs_frees_the_way_for_another(methodist, programme, rule, graduate):
    run = start(methodist, programme)
    assert services.give_up_silent_runs(now=timezone.now()) == 0
    assert services.give_up_silent_runs(now=timezone.now() + timedelta(minutes=11)) == 1
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert start(methodist, programme).pk != run.pk


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
