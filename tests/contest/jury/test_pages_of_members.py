"""The invitation, the samples, and the members of a jury at the desk."""

from datetime import timedelta

import pytest
from tests.contest.jury.factories import NOW, JurorFactory, finish, give_form
from tests.contest.jury.pages import text_of, url
from tests.people.factories import OrganisationFactory, UserFactory, in_network

from nastavnik.contest.models import Juror, ScoreSheet
from nastavnik.contest.services import jury as services
from nastavnik.people.models import Letter
from nastavnik.programme.permissions import place_of


@pytest.fixture
def invite(contest, methodist):
    def call(**words):
        usual = {"name": "Гостья", "position": "", "organisation": None, "email": "", "is_chair": False}
        told = services.MemberWords(**(usual | {"is_secretary": False} | words))
        invited = services.invite_juror(actor=methodist, contest_id=contest.pk, words=told, now=NOW)
        link = invited.link or Letter.objects.latest("pk").text
        return url("jury_invitation", link.partition("/jury/")[2].partition("/")[0])

    return call


@pytest.fixture
def organisation(school):
    found = OrganisationFactory()
    in_network(found, place_of(school))
    return found


# --- the invitation --------------------------------------------------------------------------------------------------


def test_invitation_offers_to_sign_in_or_to_judge_on_paper(client, invite):
    page = text_of(client.get(invite(is_chair=True)))

    assert "Оценивать на бумаге" in page
    assert "Войти" in page
    assert "Оценивать здесь" not in page


def test_invitation_by_mail_makes_an_account_and_lets_in(client, contest, invite):
    address = invite(email="vera@example.ru", is_secretary=True)
    assert "Будет создана учётная запись для vera@example.ru" in text_of(client.get(address))

    response = client.post(address, {"answer": "desk"})

    assert response.url == url("jury_contest", contest.token)
    assert client.session["_auth_user_id"] == str(Juror.objects.get().user_id)


def test_invitation_is_accepted_with_the_account_one_is_in(client, contest, invite):
    client.force_login(UserFactory())
    address = invite()
    assert "Это вы?" in text_of(client.get(address))

    assert client.post(address, {"answer": "desk"}).url == url("jury_contest", contest.token)
    assert client.get(address).status_code == 404


def test_invitation_names_an_account_that_must_sign_in(client, invite):
    UserFactory(email="vera@example.ru")

    assert "У вас уже есть учётная запись" in text_of(client.get(invite(email="vera@example.ru")))


@pytest.mark.parametrize(("answer", "words"), [("paper", "вы оцениваете на бумаге"), ("no", "Спасибо за ответ")])
def test_invitation_is_answered_without_an_account(client, invite, answer, words):
    assert words in text_of(client.post(invite(), {"answer": answer}))


def test_invitation_that_is_over_says_so(client, invite):
    address = invite()
    Juror.objects.update(invited_at=NOW - timedelta(days=31))

    assert client.get(address).status_code == 410


# --- the samples -----------------------------------------------------------------------------------------------------


def test_own_papers_are_a_pdf(as_juror, contest, sheet, criteria):
    response = as_juror.get(url("own_papers", contest.token, 1))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_calibration_shows_nothing_before_everybody_has_finished(
    client, contest, juror, colleague, criteria, methodist
):
    give_form(contest)
    services.start_calibration(actor=methodist, contest_id=contest.pk, now=NOW)
    sheets = list(ScoreSheet.objects.all())
    for sheet in sheets[1:]:
        finish(sheet, Актуальность=8)
    client.force_login(juror.user)
    page = text_of(client.get(url("own_calibration", contest.token)))
    assert "Готово: 1 из 2" in page
    assert "spread-mark" not in page

    finish(sheets[0], Актуальность=2)

    page = text_of(client.get(url("own_calibration", contest.token)))
    assert "сильно расходятся" in page
    assert "мой: " in page
    client.force_login(methodist)
    page = text_of(client.get(url("jury_calibration", contest.token)))
    assert "сильно расходятся" in page
    assert "мой: " not in page


def test_calibration_that_was_not_begun_says_so(as_juror, contest):
    assert "пробной оценки ещё не было" in text_of(as_juror.get(url("own_calibration", contest.token)))


def test_calibration_is_begun_at_the_desk(as_methodist, contest, juror, criteria):
    give_form(contest)
    assert "Дать примеры жюри" in text_of(as_methodist.get(url("jury_calibration", contest.token)))

    as_methodist.post(url("jury_calibration", contest.token))

    assert ScoreSheet.objects.filter(juror=juror, application__is_sample=True).count() == 2


# --- the jury at the desk --------------------------------------------------------------------------------------------


def test_members_show_states_and_what_is_wrong(as_methodist, contest, juror, colleague, invite, organisation):
    JurorFactory(contest=contest, user=None, organisation=organisation, position="доцент", name="Бумажная Нина")
    JurorFactory(contest=contest, name="", user=None, is_secretary=True)
    invite()
    JurorFactory(contest=contest, user=None, accepted_at=None, name="Молчащий", invitation_digest="")
    JurorFactory(contest=contest, left_at=NOW, name="Ушедшая")
    JurorFactory(contest=contest, left_at=NOW, accepted_at=None, name="Отказавшаяся")

    page = text_of(as_methodist.get(url("jury", contest.token)))

    states = ("Оценивает на бумаге", "Приглашён", "Не ответил", "Вышел из жюри", "Отказался", "Член жюри")
    for words in (*states, "Председателя ещё нет"):
        assert words in page
    for words in ("чётное число", "слишком мало"):
        assert words not in page


def test_members_say_that_an_even_number_can_be_split(as_methodist, contest):
    for is_chair in (True, False, False, False):
        JurorFactory(contest=contest, is_chair=is_chair)

    assert "чётное число" in text_of(as_methodist.get(url("jury", contest.token)))


def test_members_are_looked_at_by_the_director_without_buttons(client, director, contest, juror):
    client.force_login(director)

    page = text_of(client.get(url("jury", contest.token)))

    assert juror.name in page
    assert "слишком мало" in page
    for hidden in ("add_juror", "jury_assignment", "jury_paper"):
        assert url(hidden, contest.token) not in page


def test_a_juror_is_added_and_the_link_is_shown_once(as_methodist, contest):
    as_methodist.get(url("add_juror", contest.token))

    page = text_of(as_methodist.post(url("add_juror", contest.token), {"name": "Новая"}))

    assert "/jury/" in page
    assert Juror.objects.get().name == "Новая"


def test_a_juror_with_an_address_gets_a_letter(as_methodist, contest):
    data = {"name": "Новая", "email": "vera@example.ru"}

    assert as_methodist.post(url("add_juror", contest.token), data).url == url("jury", contest.token)

    assert "уже в жюри" in text_of(as_methodist.post(url("add_juror", contest.token), data))


def test_a_juror_is_changed(as_methodist, contest, juror, organisation):
    address = url("edit_juror", contest.token, juror.token)
    as_methodist.get(address)

    as_methodist.post(address, {"name": "Иначе", "organisation": organisation.token})

    juror.refresh_from_db()
    assert (juror.name, juror.organisation) == ("Иначе", organisation)
    assert f'value="{organisation.token}" selected' in text_of(as_methodist.get(address))
    assert as_methodist.post(address, {"name": ""}).status_code == 200


def test_a_juror_gets_a_new_link_is_noted_removed_and_restored(as_methodist, contest):
    juror = JurorFactory(contest=contest, user=None, accepted_at=None)

    assert "/jury/" in text_of(as_methodist.post(url("renew_juror", contest.token, juror.token)))
    for deed in ("agreed", "remove", "restore"):
        response = as_methodist.post(url("do_juror", contest.token, juror.token, deed))
        assert response.url == url("jury", contest.token)

    juror.refresh_from_db()
    assert juror.accepted_at is not None
    assert juror.left_at is None
