"""Diplomas have codes by which everybody can ask whether they are genuine."""

from tests.contest.jury.factories import JurorFactory
from tests.contest.results.rows import judge, release, text_of, url
from tests.programme.factories import SchoolFactory

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Author, Diploma
from nastavnik.contest.selectors.results.diplomas import sheets_of_jurors
from nastavnik.learning.services.certificates.verifying import MOST_LOOKS


def code_of(**whose):
    return Diploma.objects.get(**whose).code


def test_release_gives_a_code_to_what_was_admitted_and_to_who_judged(contest, judged, jurors, methodist):
    judged[2].state = ApplicationState.REJECTED
    judged[2].save()
    JurorFactory(contest=contest, name="Не судила")

    release(methodist, contest)

    given = Diploma.objects.filter(contest=contest)
    assert set(given.values_list("application", flat=True)) == {judged[0].pk, judged[1].pk, None}
    assert set(given.values_list("juror", flat=True)) == {*(one.pk for one in jurors), None}


def test_code_typed_where_all_codes_are_leads_to_the_diploma(client, released, judged):
    code = code_of(application=judged[0])

    page = text_of(client.get("/verify/", {"code": f"{code[:5].upper()}-{code[5:]}"}, follow=True))

    for words in ("Подлинный, действует", judged[0].title, judged[0].library.label, "Диплом I степени", "Монополия"):
        assert words in page


def test_certificate_of_a_participant_and_of_a_juror_are_verified(client, released, judged, jurors):
    page = text_of(client.get(url("verify_diploma", code_of(application=judged[2]))))
    assert "Сертификат участника" in page

    response = client.get(url("verify_diploma", code_of(juror=jurors[1])))

    assert "Вторая Белла" in text_of(response)
    assert "noindex" in response["X-Robots-Tag"]


def test_juror_who_was_forgotten_is_not_named(client, released, jurors):
    jurors[1].name = ""
    jurors[1].save()

    page = text_of(client.get(url("verify_diploma", code_of(juror=jurors[1]))))

    assert "Имя удалено" in page
    assert "Подлинный, действует" in page


def test_unknown_code_is_nobodys(client, released, judged, school):
    assert client.get(url("verify_diploma", "aaaaaaaaaa")).status_code == 404
    assert client.get("/verify/aaaaaaaaaa/").status_code == 404
    assert client.get("/verify/-/").status_code == 404
    released.school = SchoolFactory()
    released.save()
    assert client.get(url("verify_diploma", code_of(application=judged[0]))).status_code == 404
    assert client.get(f"/verify/{code_of(application=judged[0])}/").status_code == 404


def test_who_asks_too_often_is_told_so(client, released, judged):
    address = url("verify_diploma", code_of(application=judged[0]))
    for _look in range(MOST_LOOKS):
        assert client.get(address).status_code == 200

    assert client.get(address, follow=True).status_code == 429


def test_author_finds_the_address_beside_her_result(client, released, judged):
    client.force_login(Author.objects.get(application=judged[0]).user)

    page = text_of(client.get(url("own_result", judged[0].token)))

    assert f"/verify/{code_of(application=judged[0])}/" in page


def test_paper_that_came_after_the_release_has_no_code(released, judged, criteria):
    late = JurorFactory(contest=released, name="Поздняя Инна")
    judge(late, judged[0], criteria, 5)

    (sheet,) = sheets_of_jurors(released, late.pk)

    assert (sheet.name, sheet.code, sheet.verify_url) == ("Поздняя Инна", "", "")
