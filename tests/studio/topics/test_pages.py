"""Pages of topics: read, vote and propose without a script; the desk decides."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from tests.studio.factories import CardFactory, EvidenceFactory

from nastavnik.search.models import SearchMiss
from nastavnik.studio.enums import EvidenceKind, TopicState
from nastavnik.studio.models import Topic, TopicEvidence, TopicVote
from nastavnik.studio.permissions import topics_visible_to
from nastavnik.studio.services import topics

pytestmark = pytest.mark.django_db


def text_of(answer):
    return answer.content.decode()


def page(client, name, *args, **params):
    return client.get(reverse(f"studio:{name}", args=args), params)


def do(client, name, *args, **posted):
    return client.post(reverse(f"studio:{name}", args=args), posted)


@pytest.fixture
def lines(client, anna):
    """Return the titles that Anna finds in the list."""
    client.force_login(anna)
    return lambda **params: [line.title for line in page(client, "topics", **params).context["page"].lines]


def test_list_shows_by_tabs_what_may_be_shown(lines, make_topic, topic, school):
    taken = make_topic("Сказки у костра", state=TopicState.TAKEN)
    CardFactory(school=school, topic=taken, state="script")
    make_topic("Былины", state=TopicState.OPEN, voices=5)
    for state in (TopicState.SUGGESTED, TopicState.DECLINED, TopicState.MERGED):
        make_topic("Скрыто", state=state)
    assert lines() == ["Былины", topic.title]
    assert lines(state="taken") == ["Сказки у костра"]
    assert lines(state="suggested") == ["Былины", topic.title]
    assert lines(q="бУктр") == [topic.title]
    assert lines(state="done") == []


def test_list_has_pages_and_keeps_what_was_looked_for(client, lines, make_topic):
    for number in range(65):
        make_topic(f"Сказка {number}")
    assert len(lines(q="сказка", page="2")) == 30
    answer = page(client, "topics", q="сказка", page="2")
    pages = answer.context["page"].pages
    assert [pages.previous, pages.following] == [
        "?state=open&q=%D1%81%D0%BA%D0%B0%D0%B7%D0%BA%D0%B0&page=1",
        "?state=open&q=%D1%81%D0%BA%D0%B0%D0%B7%D0%BA%D0%B0&page=3",
    ]
    assert len(lines(page="99")) == 5


def test_vote_goes_back_to_where_it_was_given(client, anna, topic):
    client.force_login(anna)
    answer = do(client, "say", topic.token, "vote", back="/topics/?state=open&page=2#x")
    assert answer.url == f"/topics/?state=open&page=2#topic-{topic.token}"
    assert TopicVote.objects.filter(topic=topic).count() == 1
    answer = do(client, "say", topic.token, "hush", back="https://evil.example/")
    assert answer.url == f"/topics/{topic.token}/#topic-{topic.token}"
    assert "Голос отдан" in text_of(page(client, "topics"))


def test_vote_by_a_script_answers_with_the_voices_alone(client, boris, anna, topic, now):
    topics.vote(actor=anna, topic_id=topic.pk, now=now)
    client.force_login(boris)
    url = reverse("studio:say", args=[topic.token, "tell"])
    answer = client.post(url, {"back": "/topics/"}, headers={"HX-Request": "true"})
    assert "<html" not in text_of(answer)
    assert "Ваш филиал проголосовал" in text_of(answer)


def test_proposal_offers_what_is_alike_then_is_made(client, anna, topic, school, now):
    client.force_login(anna)
    SearchMiss.objects.create(school=school, day=now.astimezone(school.zone).date(), text="буктрейлеры", count=3)
    form = page(client, "propose", words="буктрейлеры").context["form"]
    assert (form["title"].value(), form["searched"].value()) == ("буктрейлеры", "буктрейлеры")
    said = {"title": "Буктрейлеры на телефоне", "about": "", "searched": "буктрейлеры"}
    answer = do(client, "propose", **said)
    assert topic.title in text_of(answer)
    assert Topic.objects.count() == 1
    answer = do(client, "propose", **said, sure="1")
    made = Topic.objects.exclude(pk=topic.pk).get()
    assert answer.url == reverse("studio:topic", args=[made.token])
    shown = text_of(client.get(answer.url))
    assert "Искали и не нашли ×&nbsp;3" in shown
    assert do(client, "propose", title=" ! ").context["form"].non_field_errors()


def test_alike_topics_are_shown_while_one_types(client, anna, topic):
    client.force_login(anna)
    assert topic.title in text_of(page(client, "alike", title="телефоном буктрейлер"))
    assert topic.title not in text_of(page(client, "alike", title="бу"))


def test_search_in_vain_leads_to_a_proposal(client, anna, school):
    url = reverse("search:search")
    assert 'href="/topics/propose/?words=%D0%BA%D0%B2%D0%B8%D0%B7' in text_of(client.get(url, {"q": "квиз"}))
    client.force_login(anna)
    assert "Предложить тему" in text_of(client.get(url, {"q": "квиз"}))


def test_topic_shows_open_evidence_and_only_that_there_is_closed_one(client, anna, methodist, topic, now):
    EvidenceFactory(topic=topic, text="открытое основание")
    EvidenceFactory(topic=topic, kind=EvidenceKind.WISH, text="закрытое основание", is_closed=True, count=4)
    topics.vote(actor=anna, topic_id=topic.pk, now=now)
    client.force_login(anna)
    shown = text_of(page(client, "topic", topic.token))
    assert "открытое основание" in shown
    assert "закрытое основание" not in shown
    assert "Пожелание из анкеты ×&nbsp;4" in shown
    assert "Библиотека у леса" in shown
    client.force_login(methodist)
    assert "закрытое основание" in text_of(page(client, "topic", topic.token))


def test_address_of_a_merged_topic_leads_on(client, anna, methodist, topic, make_topic, now):
    other = make_topic("Ролик о книге")
    topics.merge_topics(actor=methodist, topic_ids=[other.pk], into_id=topic.pk, now=now)
    for reader, name in ((anna, "topic"), (methodist, "desk_topic")):
        client.force_login(reader)
        assert page(client, name, other.token).url == reverse(f"studio:{name}", args=[topic.token])


def test_proposer_edits_and_is_told_when_somebody_else_did(client, anna, topic):
    client.force_login(anna)
    Topic.objects.filter(pk=topic.pk).update(proposed_by=anna, version=1)
    said = {"title": "Буктрейлер за час", "about": ""}
    answer = do(client, "edit_topic", topic.token, **said, version="0")
    assert answer.context["form"].non_field_errors()
    # what she typed stays, to be saved over what she has read now
    assert answer.context["form"]["title"].value() == "Буктрейлер за час"
    again = answer.context["form"]["version"].value()
    assert do(client, "edit_topic", topic.token, **said, version=again).status_code == 302
    topic.refresh_from_db()
    assert topic.title == "Буктрейлер за час"


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist)
    return client


def test_desk_shows_what_wrote_itself_with_what_it_is_like(desk, make_topic, topic):
    suggested = make_topic("Буктрейлеры телефоном", state=TopicState.SUGGESTED)
    for number in range(6):
        EvidenceFactory(topic=suggested, text=f"основание {number}")
    shown = text_of(page(desk, "desk_topics"))
    assert "основание 0" in shown
    assert "и ещё 2 основания" in shown
    assert f"?topic={suggested.token}&amp;topic={topic.token}" in shown


def test_desk_opens_with_the_words_put_right(desk, make_topic):
    topic = make_topic("буктр", state=TopicState.SUGGESTED)
    said = {"title": "Буктрейлер", "about": "С нуля", "version": "0"}
    do(desk, "edit_desk_topic", topic.token, **said, open="1")
    topic.refresh_from_db()
    assert (topic.state, topic.title) == (TopicState.OPEN, "Буктрейлер")
    assert do(desk, "edit_desk_topic", topic.token, **{**said, "title": "Иначе"}).context["form"].non_field_errors()
    assert do(desk, "edit_desk_topic", topic.token, **said).status_code == 302


def test_desk_sets_aside_with_a_reason_and_undoes_it(desk, topic):
    answer = do(desk, "decline_topic", topic.token, because="")
    assert answer.context["reason_form"].non_field_errors()
    do(desk, "decline_topic", topic.token, because="Уже было")
    assert "Уже было" in text_of(page(desk, "desk_topics", state="declined", q="БУКТР"))
    assert "Уже было" not in text_of(page(desk, "desk_topics", state="declined", q="сказка"))
    do(desk, "open_topic", topic.token)
    topic.refresh_from_db()
    assert topic.state == TopicState.OPEN


def test_desk_merges_what_is_ticked(desk, topic, make_topic):
    other = make_topic("Ролик о книге")
    both = {"topic": [topic.token, other.token]}
    assert text_of(page(desk, "merge_topics", **both)).count('name="into"') == 2
    answer = do(desk, "merge_topics", **both, into=topic.token)
    assert answer.url == reverse("studio:desk_topic", args=[topic.token])
    other.refresh_from_db()
    assert other.merged_into == topic
    assert "хотя бы две" in text_of(page(desk, "merge_topics", topic=topic.token))
    assert do(desk, "merge_topics", topic=topic.token, into=topic.token).status_code == 409


def test_desk_finds_another_to_merge_with(desk, topic, make_topic):
    other = make_topic("Сказки у костра")
    shown = text_of(page(desk, "desk_topic", topic.token, q="сказка костёр"))
    assert f"?topic={topic.token}&amp;topic={other.token}" in shown


def test_desk_gathers_at_once(desk, school, now):
    day = now.astimezone(school.zone).date()
    SearchMiss.objects.create(school=school, day=day, text="сторителлинг", count=3)
    told = [text_of(desk.post(reverse("studio:collect_topics"), follow=True)) for _ in range(2)]
    assert "1 новое основание" in told[0]
    assert "Нового нет" in told[1]
    assert TopicEvidence.objects.count() == 1


# --- queries ---


@pytest.mark.parametrize(("name", "state"), [("topics", "open"), ("desk_topics", "suggested"), ("desk_topics", "open")])
def test_lists_ask_no_more_as_topics_grow(desk, make_topic, boris, assert_flat, name, state, now):
    def grow():
        for title in ("Сказки у костра", "Костёр и сказка"):
            topic = make_topic(title, state=state)
            EvidenceFactory(topic=topic)
            EvidenceFactory(topic=topic, key=f"question:{topic.token}", is_closed=True)

    assert_flat(lambda: page(desk, name, state=state), grow)


@pytest.mark.parametrize("name", ["topic", "desk_topic"])
def test_topic_asks_no_more_as_it_grows(desk, topic, make_topic, librarian, assert_flat, name, now):
    def grow():
        topics.vote(actor=librarian(), topic_id=topic.pk, now=now)
        EvidenceFactory(topic=topic)
        EvidenceFactory(topic=topic, key=f"question:{make_topic('Буктрейлер на телефоне').token}", is_closed=True)

    assert_flat(lambda: page(desk, name, topic.token), grow)


# --- rights ---


def test_who_may_not_finds_no_desk_and_no_hidden_topic(client, anna, director, topic, make_topic):
    hidden = make_topic("Скрыто", state=TopicState.SUGGESTED)
    client.force_login(anna)
    assert page(client, "topic", hidden.token).status_code == 404
    assert [page(client, name).status_code for name in ("desk_topics", "merge_topics")] == [403, 403]
    assert page(client, "desk_topic", topic.token).status_code == 404
    assert page(client, "edit_topic", topic.token).status_code == 403
    assert do(client, "open_topic", topic.token).status_code == 403
    client.force_login(director)
    assert "Скрыто" in text_of(page(client, "desk_topics"))
    assert do(client, "decline_topic", topic.token, because="Нет").status_code == 403


def test_guests_sign_in_first_and_come_back(client, topic):
    answer = page(client, "propose", words="квиз")
    assert answer.url.endswith("?next=/topics/propose/%3Fwords%3D%25D0%25BA%25D0%25B2%25D0%25B8%25D0%25B7")
    assert not topics_visible_to(AnonymousUser(), topic.school).exists()
