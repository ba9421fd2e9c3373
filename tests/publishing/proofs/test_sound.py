"""What an author hears beside her proof: her own words, cut out into a folder of their own, as long as her link works."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.publishing import tasks
from nastavnik.publishing.models import ProofLink
from nastavnik.publishing.selectors.proofs.page import proof_page
from nastavnik.publishing.services import articles, hearing, proofs
from nastavnik.publishing.services.forgetting import forget_person
from nastavnik.video.models import Video

pytestmark = pytest.mark.django_db
BEGIN, SECONDS, END = 11, 12.1, 18.5


@pytest.fixture
def cut(monkeypatch):
    """What was cut, and the folders that were deleted."""
    made, gone = [], []

    def publish(_video, pieces):
        made.append([(one.name, one.seconds, one.end_seconds) for one in pieces])
        return f"folder{len(made)}"

    monkeypatch.setattr(hearing, "publish_pieces", publish)
    monkeypatch.setattr(hearing, "delete_pieces", lambda _token, folder: gone.append(folder))
    return made, gone


def heard(article, secret, now):
    page = proof_page(article.collection.school, secret, now)
    return [one.sound_url.rpartition("/")[2] for one in page.blocks], page


def test_words_of_the_text_are_heard_and_nothing_else_of_the_film(client, cut, link, secret, article, now):
    assert heard(article, secret, now)[1].awaits_sound
    proofs.make_sound(link_id=link.pk, now=now)
    proofs.make_sound(link_id=link.pk, now=now)

    names, page = heard(article, secret, now)

    assert cut[0] == [[(str(BEGIN), SECONDS, END)]]
    assert names == ["", f"{BEGIN}.m4a", "", ""]
    assert f"/{article.video.token}/folder1/" in page.blocks[1].sound_url
    assert (page.has_sound, page.awaits_sound, page.blocks[1].seconds) == (True, False, SECONDS)
    assert "<audio" in client.get(reverse("publishing:proof", args=[secret])).content.decode()


def test_text_that_was_changed_meanwhile_is_heard_as_it_was_sent(cut, link, article, now):
    article.refresh_from_db()
    article.text, article.anchors = "Другое.", [[["Другое.", None, None]]]
    article.save()

    proofs.make_sound(link_id=link.pk, now=now)

    assert cut[0] == [[(str(BEGIN), 12.1, 18.5)]]


def test_sending_asks_for_the_sound_only_of_what_was_said(article, send):
    send()
    path = tasks.make_proof_sound.module_path
    assert DBTaskResult.objects.filter(task_path=path).count() == 1
    article.refresh_from_db()
    article.source = []
    article.save()
    send()
    assert DBTaskResult.objects.filter(task_path=path).count() == 1


def test_film_that_has_no_sound_is_not_asked_again(link, secret, article, now, monkeypatch):
    monkeypatch.setattr(hearing, "publish_pieces", lambda *_all: "")
    proofs.make_sound(link_id=link.pk, now=now)
    assert not heard(article, secret, now)[1].awaits_sound
    assert proofs.request_sounds(now=now) == 0


def test_sound_that_failed_is_tried_again_and_on_another_day_when_it_was_given_up(cut, link, now, monkeypatch):
    DBTaskResult.objects.all().delete()
    with monkeypatch.context() as broken:
        broken.setattr(hearing, "publish_pieces", Mock(side_effect=FileNotFoundError))
        with pytest.raises(FileNotFoundError):
            proofs.make_sound(link_id=link.pk, now=now)
    assert proofs.request_sounds(now=now) == 1
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=now)
    assert proofs.request_sounds(now=now + timedelta(minutes=5)) == 0
    assert proofs.request_sounds(now=now + timedelta(days=1)) == 1
    tasks.make_proof_sound.func(link.pk)
    assert len(cut[0]) == 1


def test_film_that_does_not_play_yet_is_waited_for(cut, link, article, now):
    DBTaskResult.objects.all().delete()
    Video.objects.update(removed_at=now)
    proofs.make_sound(link_id=link.pk, now=now)
    assert (cut[0], proofs.request_sounds(now=now)) == ([], 0)
    Video.objects.update(removed_at=None)
    tasks.look_after_proofs.func()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [link.pk]
    tasks.make_proof_sound.func(link.pk)
    assert len(cut[0]) == 1


def test_sound_that_was_cut_for_a_link_that_ended_meanwhile_is_deleted(cut, link, now, monkeypatch):
    real = hearing.publish_pieces

    def slow(video, pieces):
        ProofLink.objects.update(expires_at=now)
        return real(video, pieces)

    monkeypatch.setattr(hearing, "publish_pieces", slow)
    proofs.make_sound(link_id=link.pk, now=now)
    assert cut[1] == ["folder1"]
    assert ProofLink.objects.get().sound == ""


@pytest.mark.parametrize("deed", ["withdraw", "send", "remove", "forget", "expire", "take out"])
def test_sound_goes_when_the_link_does(
    cut, link, article, author, methodist, now, deed, send, django_capture_on_commit_callbacks
):
    proofs.make_sound(link_id=link.pk, now=now)
    by = {"actor": methodist, "article_id": article.pk, "now": now}
    author.user = methodist
    author.save()
    deeds = {
        "withdraw": lambda: proofs.withdraw_proof(proof=link.token, **by),
        "send": send,
        "remove": lambda: articles.remove_author(author=author.token, **by),
        "forget": lambda: forget_person(user_id=methodist.pk),
        "expire": lambda: proofs.give_up_sounds(now=now + timedelta(days=40)),
        "take out": lambda: articles.remove_article(**by) and proofs.give_up_sounds(now=now),
    }

    with django_capture_on_commit_callbacks(execute=True):
        deeds[deed]()

    assert cut[1] == ["folder1"]


def test_removed_film_is_heard_no_more(cut, link, secret, article, now):
    proofs.make_sound(link_id=link.pk, now=now)
    Video.objects.update(removed_at=now)
    assert heard(article, secret, now)[0] == ["", "", "", ""]
