import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.learning.certificates.factories import CertificateRunFactory

from nastavnik.core.queue.worker import Worker
from nastavnik.learning.enums import RunState
from nastavnik.learning.models import Certificate, CertificateRun
from nastavnik.learning.services import certificates as services
from nastavnik.learning.services.certificates import refusals, runs
from nastavnik.people.models import Letter, Notice

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
