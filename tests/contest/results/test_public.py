"""Results as everybody reads them, as authors read their own, and the vote of the chair."""

import pytest
from tests.contest.jury.factories import NOW, ApplicationFactory
from tests.contest.results.rows import judge, release, said, text_of, url
from tests.people.factories import UserFactory

from nastavnik.contest.enums import ApplicationState, Feedback
from nastavnik.contest.models import Author, ChairVote
from nastavnik.core.http.guests import PAGES
from nastavnik.people.enums import ConsentHow, ConsentKind
from nastavnik.people.models import Consent, ConsentText
from nastavnik.programme.permissions import place_of


def test_chair_is_led_to_her_vote_when_it_is_time(client, contest, judged, jurors):
    address = url("jury_contest", contest.token)
    chair_url = url("chair_vote", contest.token)
    client.force_login(jurors[0].user)
    assert chair_url in text_of(client.get(address))
    client.force_login(jurors[1].user)
    assert chair_url not in text_of(client.get(address))
    contest.tie_rules = ["shared"]
    contest.save()
    client.force_login(jurors[0].user)
    assert chair_url not in text_of(client.get(address))


def test_chair_votes_on_her_own_page_without_marks(client, contest, applications, jurors, criteria):
    for juror in jurors:
        for application in applications[:2]:
            judge(juror, application, criteria, 7)
    client.force_login(jurors[0].user)
    address = url("chair_vote", contest.token)
    assert "Начиная с места 1" in text_of(client.get(address))

    client.post(address, {"rank-1": "1", "rank-2": "1", "reason": "Так"})
    assert not ChairVote.objects.exists()
    response = client.post(address, {"rank-1": "2", "rank-2": "1", "rank-x": "3", "other": "1", "reason": "Так"})

    assert said(response) == ["Решение председателя записано с причиной."]
    assert ChairVote.objects.get(rank=1).application == applications[1]
    page = text_of(client.get(address))
    assert "записано" in page
    assert "14,00" not in page
    client.force_login(jurors[1].user)
    assert client.get(address).status_code == 404


def test_results_name_authors_who_agreed_and_nobody_else(client, released, judged, author, school):
    other = UserFactory(full_name="Молчалина Нина")
    Author.objects.create(application=judged[0], user=other, added_at=NOW)
    place = place_of(school)
    text = ConsentText.objects.create(
        place_kind=place.kind,
        place_id=place.id,
        kind=ConsentKind.PUBLICATION,
        version=1,
        text="Согласие",
        published_at=NOW,
    )
    given = Consent.objects.create(user=author, text=text, given_at=NOW, how=ConsentHow.OWN_PAGE)

    page = text_of(client.get(url("results", released.slug)))

    assert author.full_name in page
    assert "Молчалина" not in page
    given.withdrawn_at = NOW
    given.save()
    PAGES.clear()
    assert author.full_name not in text_of(client.get(url("results", released.slug)))


@pytest.mark.parametrize(
    ("feedback", "marks", "advice"),
    [(Feedback.MARKS, True, True), (Feedback.ADVICE, False, True), (Feedback.NOTHING, False, False)],
)
def test_author_reads_her_result_as_the_contest_lets_her(client, released, judged, feedback, marks, advice):
    released.feedback = feedback
    released.version += 1
    released.save()
    last = judged[2]
    client.force_login(Author.objects.get(application=last).user)

    page = text_of(client.get(url("own_result", last.token)))

    assert "Спасибо за заявку № 3" in page
    assert ("Средние оценки жюри" in page) is marks
    assert ("/search/?q=" in page) is advice
    assert "Итог этой заявки" in text_of(client.get(url("application", last.token)))


def test_result_is_nobodys_before_the_release_nor_of_others(client, contest, judged, author, methodist, awards):
    client.force_login(author)
    assert client.get(url("own_result", judged[0].token)).status_code == 404
    assert client.get(url("own_diploma", judged[0].token)).status_code == 404
    release(methodist, contest)
    assert client.get(url("own_result", judged[0].token)).status_code == 200
    assert client.get(url("own_result", judged[1].token)).status_code == 404


def test_result_of_what_was_not_admitted_has_no_diploma(client, contest, judged, methodist, awards):
    rejected = ApplicationFactory(contest=contest, number=8, state=ApplicationState.REJECTED)
    user = UserFactory()
    Author.objects.create(application=rejected, user=user, added_at=NOW)
    release(methodist, contest)
    client.force_login(user)

    page = text_of(client.get(url("own_result", rejected.token)))

    assert "не прошла техническую проверку" in page
    assert "PDF" not in page
    assert client.get(url("own_diploma", rejected.token)).status_code == 404
