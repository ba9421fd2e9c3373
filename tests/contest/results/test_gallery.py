"""The gallery of ideas, and the votes of its readers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.contest.jury.factories import NOW, ApplicationFactory
from tests.contest.results.rows import release, said, text_of, url

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Author, GalleryEntry, ReaderVote
from nastavnik.contest.receivers import forget_erased_person
from nastavnik.contest.services import results as services
from nastavnik.contest.services.results import gallery, refusals
from nastavnik.people.enums import ConsentHow, ConsentKind
from nastavnik.people.events import PersonErased
from nastavnik.people.models import Consent, ConsentText
from nastavnik.programme.permissions import place_of

WORDS = {"summary": "Вечер сказок.", "is_public": True, "names_authors": True}


@pytest.fixture
def released(contest, judged, methodist):
    contest.has_public_vote = True
    contest.save()
    release(methodist, contest)
    return contest


@pytest.fixture
def author(judged):
    return Author.objects.get(application=judged[0]).user


@pytest.fixture
def shown(released, judged, author):
    services.show_idea(actor=author, application_id=judged[0].pk, now=NOW, **WORDS)
    return judged[0]


def vote(actor, application, guest="", address="10.0.0.1"):
    words = {"guest": guest, "address": address, "now": NOW}
    return services.vote_for_idea(actor=actor, application_id=application.pk, **words)


def test_author_shows_her_idea_and_takes_it_back(client, released, judged, author):
    client.force_login(author)
    address = url("own_idea", judged[0].token)
    assert "Идея коротко" in text_of(client.get(address))
    refused = text_of(client.post(address, {"summary": " ", "is_public": "on"}))
    assert "Опишите идею в нескольких предложениях" in refused

    assert said(client.post(address, {"summary": "Вечер сказок.", "is_public": "on"})) == ["Идея в галерее."]

    page = text_of(client.get(url("gallery", released.slug)))
    assert "Вечер сказок." in page
    assert author.full_name not in page.split("<main")[1]
    assert said(client.post(address, {"summary": "Вечер сказок."})) == ["Идея сохранена; другим она не видна."]
    assert "Вечер сказок." not in text_of(client.get(url("gallery", released.slug)))
    assert "Вечер сказок." in text_of(client.get(address))


def test_gallery_names_authors_who_want_it_and_agreed(client, shown, author, school):
    assert author.full_name not in text_of(client.get(url("gallery", shown.contest.slug)))
    place = place_of(school)
    words = {"place_kind": place.kind, "place_id": place.id, "version": 1, "text": "Да", "published_at": NOW}
    text = ConsentText.objects.create(kind=ConsentKind.PUBLICATION, **words)
    Consent.objects.create(user=author, text=text, given_at=NOW, how=ConsentHow.OWN_PAGE)

    assert author.full_name in text_of(client.get(url("gallery", shown.contest.slug)))


def test_ideas_are_shown_after_the_release_by_their_authors(contest, judged, author, client, methodist, learner):
    with pytest.raises(refusals.ShownAfterRelease):
        services.show_idea(actor=author, application_id=judged[0].pk, now=NOW, **WORDS)
    with pytest.raises(PermissionDenied):
        services.show_idea(actor=learner, application_id=judged[0].pk, now=NOW, **WORDS)
    client.force_login(author)
    assert client.get(url("own_idea", judged[0].token)).status_code == 404
    assert client.get(url("gallery", contest.slug)).status_code == 404
    assert client.post(url("vote_idea", judged[0].token)).status_code == 404
    assert client.post(url("vote_idea", "nothing")).status_code == 404
    rejected = ApplicationFactory(contest=contest, number=9, state=ApplicationState.REJECTED)
    Author.objects.create(application=rejected, user=author, added_at=NOW)
    release(methodist, contest)
    with pytest.raises(refusals.ShownAfterRelease):
        services.show_idea(actor=author, application_id=rejected.pk, now=NOW, **WORDS)


def test_reader_votes_once_and_takes_her_vote_back(shown, learner, methodist):
    assert vote(learner, shown)
    assert vote(methodist, shown)
    assert ReaderVote.objects.count() == 2

    assert not vote(learner, shown)

    assert list(ReaderVote.objects.values_list("user", "guest")) == [(methodist.pk, "")]


def test_browser_votes_once_by_a_digest_that_names_nobody(client, shown):
    address = url("gallery", shown.contest.slug)
    assert "Голосов: 0" in text_of(client.get(address))
    secret = client.cookies["reader"].value

    assert said(client.post(url("vote_idea", shown.token))) == ["Спасибо, голос учтён."]

    page = text_of(client.get(address))
    assert "Голосов: 1" in page
    assert "Снять голос" in page
    assert secret not in ReaderVote.objects.get().guest
    assert said(client.post(url("vote_idea", shown.token)))[-1] == "Голос снят."
    assert not ReaderVote.objects.exists()


def test_person_sees_her_own_votes(client, shown, learner):
    vote(learner, shown)
    client.force_login(learner)

    page = text_of(client.get(url("gallery", shown.contest.slug)))

    assert "Снять голос" in page


def test_votes_of_guests_are_limited_and_need_a_browser(shown, monkeypatch):
    monkeypatch.setattr(gallery, "MOST_GUEST_VOTES", 2)
    with pytest.raises(refusals.TooManyVotes):
        vote(AnonymousUser(), shown)
    vote(AnonymousUser(), shown, guest="a")
    vote(AnonymousUser(), shown, guest="b")
    with pytest.raises(refusals.TooManyVotes):
        vote(AnonymousUser(), shown, guest="c")
    vote(AnonymousUser(), shown, guest="c", address="10.0.0.2")
    assert ReaderVote.objects.count() == 3


def test_household_of_one_network_shares_its_votes(shown, monkeypatch):
    monkeypatch.setattr(gallery, "MOST_GUEST_VOTES", 1)
    vote(AnonymousUser(), shown, guest="a", address="2001:db8:1:2::1")
    with pytest.raises(refusals.TooManyVotes):
        vote(AnonymousUser(), shown, guest="b", address="2001:db8:1:2:ffff::7")
    vote(AnonymousUser(), shown, guest="b", address="2001:db8:1:3::1")
    vote(AnonymousUser(), shown, guest="c", address="unix:")
    assert ReaderVote.objects.count() == 3


def test_nobody_votes_where_there_is_no_vote(client, shown, learner):
    GalleryEntry.objects.update(is_public=False)
    with pytest.raises(refusals.NoReadersVote):
        vote(learner, shown)
    GalleryEntry.objects.update(is_public=True)
    contest = shown.contest
    contest.refresh_from_db()
    contest.has_public_vote = False
    contest.save()
    shown.direction = shown.library = None
    shown.save()
    with pytest.raises(refusals.NoReadersVote):
        vote(learner, shown)
    assert "Голосовать" not in text_of(client.get(url("gallery", contest.slug)))


def test_empty_gallery_says_so(client, released):
    assert "Идей пока нет" in text_of(client.get(url("gallery", released.slug)))


def test_erased_person_votes_no_more(shown, learner):
    vote(learner, shown)

    forget_erased_person(PersonErased(user_id=learner.pk))

    assert not ReaderVote.objects.exists()
