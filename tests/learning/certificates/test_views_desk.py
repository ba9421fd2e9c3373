import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests.learning.certificates.factories import CertificateFactory, CertificateRuleFactory, CertificateRunFactory
from tests.people.factories import UserFactory, grant

from nastavnik.learning.enums import RunState
from nastavnik.learning.models import Certificate, CertificateRule, CertificateRun, CertificateTemplate
from nastavnik.learning.services import certificates as services
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of

NOW = timezone.now()
ATTACK = '<script>alert("x")</script>'


@pytest.fixture
def certificate(programme, graduate):
    return CertificateFactory(programme=programme, user=graduate)


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


def words_of(response):
    return response.content.decode()


def test_register_lists_filters_and_exports(enter, methodist, certificate, programme, beginner):
    other = CertificateFactory(programme=programme, user=beginner)
    services.revoke_certificate(actor=methodist, code=other.code, because="Ошибка", now=NOW)
    client = enter(methodist)
    page = words_of(client.get(address("certificates")))
    assert certificate.number in page
    assert other.number in page
    filters = {"q": "борис", "kind": "participant", "state": "revoked", "programme": programme.token}
    page = words_of(client.get(address("certificates"), filters))
    assert other.number in page
    assert certificate.number not in page
    assert "Борисова" in b"".join(client.get(address("certificates"), {"export": "csv"})).decode()


@pytest.mark.parametrize("state", ["valid", "replaced"])
def test_register_finds_by_state(enter, methodist, certificate, state):
    new = services.reissue_certificate(actor=methodist, code=certificate.code, name="Новая", now=NOW)
    page = words_of(enter(methodist).get(address("certificates"), {"state": state}))
    shown = {one.number for one in (new, certificate) if f">{one.number}</a>" in page}
    assert shown == {new.number if state == "valid" else certificate.number}


def test_register_shows_no_name_where_it_was_erased(enter, methodist, certificate, graduate):
    services.forget_person(user_id=graduate.pk, now=NOW)
    assert "имя удалено" in words_of(enter(methodist).get(address("certificates")))
    assert "имя удалено" in words_of(enter(methodist).get(address("certificate", certificate.code)))
    assert enter(methodist).get(address("certificate_pdf", certificate.code)).status_code == 404


def test_register_without_programmes_teaches(enter, school, methodist):
    assert "сначала создайте её" in words_of(enter(methodist).get(address("certificates")))


def test_register_queries_stay_flat(enter, methodist, programme, assert_flat):
    client = enter(methodist)

    def grow():
        CertificateFactory(programme=programme)
        CertificateRuleFactory(programme__school=programme.school)

    assert_flat(lambda: client.get(address("certificates")), grow)


def test_programme_queries_stay_flat(enter, methodist, programme, rule, make_learner, assert_flat):
    client = enter(methodist)

    def grow():
        CertificateFactory(programme=programme, user=make_learner("Слушатель"))
        make_learner("Другой")
        CertificateRunFactory(programme=programme, state="done", started_by=methodist)

    assert_flat(lambda: client.get(address("certificates_of", programme.token)), grow)


def test_programme_without_a_rule_asks_for_one(enter, methodist, programme):
    page = words_of(enter(methodist).get(address("certificates_of", programme.token)))
    assert address("certificate_rule", programme.token) in page
    assert address("issue_certificates", programme.token) not in page


def test_programme_for_the_director_offers_nothing_to_press(enter, director, programme, rule, graduate):
    page = words_of(enter(director).get(address("certificates_of", programme.token)))
    assert "набрано достаточно" in page
    assert address("issue_certificates", programme.token) not in page
    assert address("certificate_rule", programme.token) not in page


def test_programme_exports_who_lacks_what(enter, methodist, programme, rule, beginner):
    response = enter(methodist).get(address("certificates_of", programme.token), {"export": "csv"})
    assert "не хватает: часов: 4" in b"".join(response).decode()


def test_rule_form_saves(enter, methodist, programme):
    response = enter(methodist).post(address("certificate_rule", programme.token), {"hours": "16", "lessons": ""})
    assert response.status_code == 302
    assert CertificateRule.objects.get().hours == 16


def test_rule_form_without_a_number_keeps_what_was_typed(enter, methodist, programme):
    response = enter(methodist).post(address("certificate_rule", programme.token), {"hours": "", "lessons": ""})
    assert "Укажите число часов" in words_of(response)
    wrong = enter(methodist).post(address("certificate_rule", programme.token), {"hours": "-1"})
    assert wrong.status_code == 200
    assert not CertificateRule.objects.exists()


def test_rule_form_of_an_older_state_says_so(enter, methodist, programme, rule):
    words = {"hours": "16", "version": "7"}
    assert "сохранил кто-то другой" in words_of(
        enter(methodist).post(address("certificate_rule", programme.token), words)
    )


def test_issue_leads_to_its_progress(enter, methodist, programme, rule, graduate):
    response = enter(methodist).post(address("issue_certificates", programme.token))
    run = CertificateRun.objects.get()
    assert response["Location"] == address("certificate_run", run.token)
    page = words_of(enter(methodist).get(response["Location"]))
    assert address("certificate_run_state", run.token) in page
    assert "islands/htmx" in page  # without it the page would not ask again
    assert "В очереди" in page


def test_issue_refused_is_told_on_the_page(enter, methodist, programme):
    came_from = address("certificates_of", programme.token)
    response = enter(methodist).post(
        address("issue_certificates", programme.token),
        headers={"Referer": f"http://testserver{came_from}"},
        follow=True,
    )
    assert "Сначала укажите, кто получает сертификат" in words_of(response)


@pytest.mark.parametrize(
    ("state", "issued", "printed", "percent"),
    [
        (RunState.WAITING, 0, 0, 0),
        (RunState.RUNNING, 5, 0, 25),
        (RunState.PRINTING, 10, 9, 95),
        (RunState.PRINTING, 10, 10, 99),
    ],
)
def test_progress_is_half_issue_and_half_print(enter, methodist, programme, state, issued, printed, percent):
    run = CertificateRunFactory(programme=programme, state=state, total=10, issued=issued, printed=printed)
    page = words_of(enter(methodist).get(address("certificate_run_state", run.token)))
    assert f'value="{percent}"' in page
    assert f"Выдано: {issued} из 10" in page


def test_progress_of_an_empty_run_is_nothing(enter, methodist, programme):
    run = CertificateRunFactory(programme=programme, state=RunState.PRINTING, total=0)
    assert 'value="0"' in words_of(enter(methodist).get(address("certificate_run_state", run.token)))


def test_progress_that_is_through_shows_the_page_anew(enter, methodist, programme):
    run = CertificateRunFactory(programme=programme, state=RunState.DONE)
    response = enter(methodist).get(address("certificate_run_state", run.token))
    assert response["HX-Refresh"] == "true"


def test_run_that_is_through_gives_its_file(enter, methodist, programme):
    name = default_storage.save("certificates/papers/x.zip", ContentFile(b"PK"))
    run = CertificateRunFactory(
        programme=programme, state=RunState.DONE, file=name, file_bytes=2, expires_at=NOW, started_by=methodist
    )
    assert address("certificate_run_papers", run.token) in words_of(
        enter(methodist).get(address("certificate_run", run.token))
    )
    assert b"".join(enter(methodist).get(address("certificate_run_papers", run.token))) == b"PK"


def test_run_without_a_file_can_be_printed_again(enter, methodist, programme, graduate):
    run = CertificateRunFactory(programme=programme, state=RunState.FAILED, total=2, issued=1)
    CertificateFactory(programme=programme, user=graduate, run=run)
    page = words_of(enter(methodist).get(address("certificate_run", run.token)))
    assert "Выдача остановилась" in page
    assert enter(methodist).get(address("certificate_run_papers", run.token)).status_code == 404
    enter(methodist).post(address("certificate_run_again", run.token))
    run.refresh_from_db()
    assert run.state == RunState.PRINTING


def test_by_hand_finds_ticks_and_issues(enter, methodist, programme):
    mentor = UserFactory(full_name="Наставница Вера", name_key="наставница вера")
    grant(mentor, Role.MENTOR, place_of(programme.school))
    url, client = address("certificates_by_hand", programme.token, "mentor"), enter(methodist)
    assert "Наставница Вера" in words_of(client.get(url))
    found = words_of(client.post(url, {"words": "никого", "find": "1"}))
    assert "Никто не найден" in found
    assert "Отметьте" in words_of(client.post(url, {"words": "вера"})) or "отметьте" in words_of(client.post(url, {}))
    response = client.post(url, {"keys": [f"user {mentor.pk}"], "hours": "3"})
    assert response["Location"] == address("certificates")
    assert Certificate.objects.get().name == "Наставница Вера"
    assert "такой сертификат уже есть" in words_of(client.get(url))


def test_by_hand_for_participants_begins_with_a_search(enter, methodist, programme, graduate):
    url, client = address("certificates_by_hand", programme.token, "participant"), enter(methodist)
    assert "Введите имя" in words_of(client.get(url))
    assert "Иванова Мария" in words_of(client.post(url, {"words": "иванова", "find": "1"}))


def test_by_hand_for_speakers_without_any_says_so(enter, methodist, programme):
    assert "Никто не найден" in words_of(
        enter(methodist).get(address("certificates_by_hand", programme.token, "speaker"))
    )


def test_by_hand_refused_keeps_the_page(enter, methodist, programme):
    mentor = UserFactory(full_name="")
    grant(mentor, Role.MENTOR, place_of(programme.school))
    url = address("certificates_by_hand", programme.token, "mentor")
    response = enter(methodist).post(url, {"keys": [f"user {mentor.pk}"]})
    assert "Ничего не выдано" in words_of(response)


def test_unknown_kind_does_not_exist(enter, methodist, programme):
    client = enter(methodist)
    assert client.get(address("certificate_template", "king")).status_code == 404
    assert client.get(address("certificates_by_hand", programme.token, "king")).status_code == 404


def template_words(**words):
    usual = {
        "heading": "Свидетельство",
        "before": "",
        "after": "участвует в «{программа}»",
        "place": "",
        "version": "0",
    }
    return usual | words


def test_template_form_saves_with_a_picture_and_drops_it(enter, methodist, school):
    target = io.BytesIO()
    Image.new("RGB", (30, 10)).save(target, "PNG")
    url, client = address("certificate_template", "mentor"), enter(methodist)
    picture = SimpleUploadedFile("подпись.png", target.getvalue(), "image/png")
    client.post(url, template_words(name_0="И. И. Петрова", position_0="Директор", picture_0=picture, has_seal="on"))
    template = CertificateTemplate.objects.get()
    assert (template.kind, template.has_seal, template.has_themes) == ("mentor", True, False)
    assert template.signatures.get().picture
    assert "drop_0" in words_of(client.get(url))
    client.post(url, template_words(name_0="И. И. Петрова", drop_0="on", version="1"))
    assert template.signatures.get().picture == ""


def test_template_form_names_words_in_braces_that_stand_for_nothing(enter, methodist, school):
    url = address("certificate_template", "mentor")
    response = enter(methodist).post(url, template_words(after="участвует {имя}"))
    assert "Такой подстановки нет: {имя}" in words_of(response)


def test_template_form_of_an_older_state_says_so(enter, methodist, school):
    url = address("certificate_template", "mentor")
    assert "сохранил кто-то другой" in words_of(enter(methodist).post(url, template_words(version="5")))


def test_template_form_without_words_keeps_the_page(enter, methodist, school):
    response = enter(methodist).post(address("certificate_template", "mentor"), template_words(after=""))
    assert response.status_code == 200
    assert not CertificateTemplate.objects.exists()


def test_sample_is_a_pdf(enter, methodist, school):
    assert enter(methodist).get(address("certificate_sample", "juror")).content.startswith(b"%PDF")


def test_certificate_page_shows_its_history(enter, methodist, certificate):
    client = enter(methodist)
    client.post(address("reissue_certificate", certificate.code), {"name": "Иванова-Петрова Мария"})
    new = Certificate.objects.get(replaces=certificate)
    old_page = words_of(client.get(address("certificate", certificate.code)))
    assert address("certificate", new.code) in old_page
    assert address("revoke_certificate", certificate.code) not in old_page
    new_page = words_of(client.get(address("certificate", new.code)))
    assert address("certificate", certificate.code) in new_page
    assert "выдал(а) заново" in new_page


def test_certificate_page_without_its_programme_still_shows(enter, methodist, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(programme=None)
    assert enter(methodist).get(address("certificate", certificate.code)).status_code == 200


def test_reissue_under_the_same_name_keeps_the_page(enter, methodist, certificate):
    response = enter(methodist).post(address("reissue_certificate", certificate.code), {"name": certificate.name})
    assert "Имя то же самое" in words_of(response)
    assert enter(methodist).get(address("reissue_certificate", certificate.code)).status_code == 200


def test_revoke_form_asks_why(enter, methodist, certificate):
    client = enter(methodist)
    url = address("revoke_certificate", certificate.code)
    assert client.get(url).status_code == 200
    assert client.post(url, {"because": ""}).status_code == 200
    assert client.post(url, {"because": "Ошибка"})["Location"] == address("certificate", certificate.code)
    assert "больше не действует" in words_of(client.post(url, {"because": "Ещё"}))


def test_desk_paper_is_a_pdf_while_it_holds(enter, director, methodist, certificate):
    url = address("certificate_pdf", certificate.code)
    assert enter(director).get(url).content.startswith(b"%PDF")
    services.revoke_certificate(actor=methodist, code=certificate.code, because="Ошибка", now=NOW)
    assert enter(director).get(url).status_code == 404
