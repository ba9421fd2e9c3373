"""The editor of a transcript: what its script asks for and does, the plain form, earlier versions."""

import pytest
from django.urls import reverse
from tests.people.factories import UserFactory
from tests.video.words.factories import CueFactory

from nastavnik.video.models import Cue, Transcript, TranscriptVersion
from nastavnik.video.selectors import editor as selectors
from nastavnik.video.services import cues


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name, film, *rest):
    return reverse(f"video:{name}", args=[film.token, *rest])


@pytest.fixture
def do(desk, film):
    def send(deed, **fields):
        return desk.post(address("words_phrase", film, "ru"), {"deed": deed, **fields})

    return send


def state(desk, film, since=0):
    return desk.get(address("words_state", film, "ru"), {"since": since}).json()


def test_state_tells_everything_at_first_and_then_what_changed(desk, film, cue, following, do):
    whole = state(desk, film)
    do("save", id=cue.pk, version=cue.version, text="раз два четыре")
    later = state(desk, film, whole["version"])

    assert whole["isWhole"]
    assert [one["id"] for one in whole["cues"]] == [cue.pk, following.pk]
    assert whole["cues"][0]["doubtful"] == [1]
    assert not later["isWhole"]
    assert [(one["id"], one["text"]) for one in later["cues"]] == [(cue.pk, "раз два четыре")]
    assert later["by"] == ""


def test_state_names_somebody_else_who_changed_the_words(desk, film, cue, transcript):
    Transcript.objects.update(changed_by=UserFactory(full_name="Мария Кузнецова"))

    assert "Мария" in state(desk, film)["by"]


@pytest.mark.parametrize("since", ["", "много", "-1", "9" * 30])
def test_state_since_something_odd_is_everything(desk, film, cue, since):
    assert state(desk, film, since)["isWhole"]


def test_save_answers_with_the_phrase_as_it_is_kept(do, cue):
    answer = do("save", id=cue.pk, version=cue.version, text="  раз два пять ", begins_paragraph="true").json()

    assert answer["cues"][0]["text"] == "раз два пять"
    assert answer["cues"][0]["beginsParagraph"]
    assert answer["isJoined"] is False


def test_save_of_times_leaves_the_text_alone(do, cue):
    do("save", id=cue.pk, version=cue.version, seconds="9.5", end_seconds="14.5")

    cue.refresh_from_db()
    assert (cue.seconds, cue.end_seconds, cue.text) == (9.5, 14.5, "раз два три")


def test_save_over_the_same_words_of_somebody_else_tells_both(do, cue, methodist, now):
    base = cue.version
    cues.save_cue(actor=methodist, cue_id=cue.pk, version=base, text="раз ДВА три", now=now)

    answer = do("save", id=cue.pk, version=base, text="раз двадцать три")

    assert answer.status_code == 409
    assert answer.json()["present"]["text"] == "раз ДВА три"
    assert answer.json()["message"]


def test_save_of_a_phrase_that_is_gone_says_so(do, transcript):
    assert do("save", id=987654, version=1, text="раз").status_code == 410


def test_refused_deeds_say_why(do, cue):
    answer = do("save", id=cue.pk, version=cue.version, seconds="50", end_seconds="40")

    assert answer.status_code == 409
    assert "present" not in answer.json()


@pytest.mark.parametrize("fields", [{"deed": "explode"}, {"deed": "save", "id": "первая"}, {}])
def test_odd_deeds_are_no_deeds(desk, film, cue, fields):
    assert desk.post(address("words_phrase", film, "ru"), fields).status_code == 400


def test_split_join_trust_add_and_remove_do_what_they_say(do, cue, following, transcript):
    split = do("split", id=cue.pk, version=cue.version, at=8).json()
    assert [one["text"] for one in split["cues"]] == ["раз два", "три"]
    first, second = split["cues"]

    joined = do("join", id=first["id"], version=first["version"], next_version=second["version"]).json()
    assert (joined["cues"][0]["text"], joined["removed"]) == ("раз два три", [second["id"]])

    trusted = do("trust", id=first["id"], version=joined["cues"][0]["version"]).json()
    assert trusted["cues"][0]["doubtful"] == []

    added = do("add", text="новая", seconds=30, end_seconds=33).json()["cues"][0]
    assert (added["text"], added["seconds"]) == ("новая", 30.0)

    removed = do("remove", id=added["id"], version=added["version"]).json()
    assert removed["removed"] == [added["id"]]
    assert not Cue.objects.filter(pk=added["id"]).exists()


def test_shift_tells_how_many_moved(do, cue, following):
    assert do("shift", seconds=15, by_seconds="-0.5").json()["count"] == 1

    following.refresh_from_db()
    assert following.seconds == 14.5


def test_page_shows_the_film_and_the_plain_form(desk, film, cue):
    page = desk.get(address("edit_words", film, "ru")).content.decode()

    assert "<nastavnik-player" in page
    assert f'name="text-{cue.pk}"' in page
    assert "data-word-saved" in page


def test_plain_form_has_pages(desk, film, cue, following, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE_CUES", 1)

    first = desk.get(address("edit_words", film, "ru")).content.decode()
    second = desk.get(address("edit_words", film, "ru"), {"page": "2"}).content.decode()

    assert "?page=2" in first
    assert f"text-{following.pk}" in second
    assert "?page=1" in second
    assert f"text-{cue.pk}" in desk.get(address("edit_words", film, "ru"), {"page": "x"}).content.decode()


def typed(cue, text, was=None, version=None):
    return {
        f"text-{cue.pk}": text,
        f"was-{cue.pk}": was if was is not None else cue.text,
        f"version-{cue.pk}": version or cue.version,
    }


def test_plain_form_saves_what_was_typed_and_removes_what_was_emptied(desk, film, cue, following):
    sent = {"cue": [cue.pk, following.pk], **typed(cue, "раз два семь"), **typed(following, "")}

    answer = desk.post(address("edit_words", film, "ru"), sent)

    assert answer.status_code == 302
    assert list(Cue.objects.values_list("text", flat=True)) == ["раз два семь"]


def test_plain_form_keeps_what_could_not_be_saved(desk, film, cue, following, methodist, now):
    old = cue.version
    cues.save_cue(actor=methodist, cue_id=cue.pk, version=old, text="раз ДВА три", now=now)
    gone = typed(following, "набранное в пропавшую")
    cues.remove_cue(actor=methodist, cue_id=following.pk, version=following.version, now=now)
    sent = {"cue": [cue.pk, following.pk], **typed(cue, "раз двадцать три", version=old), **gone}

    page = desk.post(address("edit_words", film, "ru"), sent).content.decode()

    assert ">раз двадцать три</textarea>" in page
    assert "раз ДВА три" in page
    assert "набранное в пропавшую" in page


def test_versions_are_listed_read_and_brought_back(desk, film, cue, do, now):
    TranscriptVersion.objects.create(
        transcript=cue.transcript,
        number=1,
        verb="words edited",
        created_at=now,
        cues=[[0.0, 2.0, "Было так.", [], False]],
    )

    listed = desk.get(address("word_versions", film, "ru")).content.decode()
    read = desk.get(address("word_version", film, "ru", 1)).content.decode()
    restored = desk.post(address("restore_words", film, "ru", 1))

    assert "перед правкой" in listed
    assert "Было так." in read
    assert restored.status_code == 302
    assert Cue.objects.get().text == "Было так."


def test_versions_of_fresh_words_teach(desk, film, cue):
    assert "Прежних версий нет" in desk.get(address("word_versions", film, "ru")).content.decode()


def test_wave_is_asked_for_and_then_there(desk, film, cue, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "nastavnik.video.views.editor.listening.request_wave", lambda **asked_for: asked.append(asked_for)
    )

    assert desk.get(address("wave", film)).content == b""
    assert desk.post(address("wave", film)).status_code == 202
    assert asked[0]["video_id"] == film.pk
    monkeypatch.setattr("nastavnik.video.views.editor.wave_of", lambda _actor, _video: b"\x01\x02")
    assert desk.get(address("wave", film)).content == b"\x01\x02"


def test_editor_takes_as_many_queries_for_many_phrases(desk, film, transcript, assert_flat):
    def grow():
        for number in range(30):
            CueFactory(transcript=transcript, seconds=float(number))

    assert_flat(lambda: desk.get(address("edit_words", film, "ru")), grow)
    assert_flat(lambda: state(desk, film), grow)
