from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import UserFactory, grant
from tests.video.words.factories import CueFactory

from nastavnik.core.journal import history_of
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of
from nastavnik.video import services
from nastavnik.video.events import VideoWordsChanged
from nastavnik.video.models import Cue, TranscriptVersion
from nastavnik.video.selectors.words import editor_state
from nastavnik.video.services import cues as services_cues
from nastavnik.video.services.cues import CueChanged, CueEmpty, CueGone, CueTooLong
from nastavnik.video.services.editions import MOST_EARLIER, WrongTimes


@pytest.fixture
def colleague(school):
    user = UserFactory(full_name="Другой методист")
    grant(user, Role.METHODIST, place_of(school))
    return user


def save(actor, cue, now, version=1, **fields):
    return services.save_cue(actor=actor, cue_id=cue.pk, version=version, now=now, **fields)


def test_save_cue_keeps_text_times_and_the_words_known(cue, methodist, film, now, heard):
    with heard() as news:
        saved = save(methodist, cue, now, text=" раз  двое три ", end_seconds=13.5, begins_paragraph=True)

    cue.refresh_from_db()
    assert (cue.text, cue.end_seconds, cue.begins_paragraph, cue.version) == ("раз двое три", 13.5, True, 2)
    assert cue.words == [[10.0, 11.0, 0.9], [11.0, 12.0, 1.0], [13.0, 13.5, 0.8]]
    assert (saved.cue.text, saved.version, saved.is_joined) == ("раз двое три", 2, False)
    assert news == [VideoWordsChanged(film.pk)]


def test_save_cue_that_changes_nothing_writes_nothing(cue, methodist, transcript, now, heard):
    with heard() as news:
        saved = save(methodist, cue, now, text="раз два три", seconds=10.0)

    transcript.refresh_from_db()
    assert (saved.version, transcript.version, news) == (1, 1, [])


def test_save_cue_keeps_the_transcript_as_it_stood_before_the_sitting(cue, methodist, film, now):
    save(methodist, cue, now, text="первая")
    save(methodist, cue, now + timedelta(minutes=1), version=2, text="вторая")
    save(methodist, cue, now + timedelta(minutes=30), version=3, text="третья")

    kept = TranscriptVersion.objects.order_by("number")
    assert [(one.number, one.cues[0][2], one.author) for one in kept] == [
        (1, "раз два три", methodist),
        (2, "вторая", methodist),
    ]
    assert [entry.verb for entry in history_of(film)] == ["words edited", "words edited"]


def test_save_cue_keeps_one_version_for_each_of_two_who_edit_at_once(cue, methodist, colleague, now):
    for number in range(4):
        actor = (methodist, colleague)[number % 2]
        save(actor, cue, now + timedelta(seconds=number), version=number + 1, text=f"текст {number}")

    assert [one.author for one in TranscriptVersion.objects.order_by("number")] == [methodist, colleague]


def test_save_cue_joins_changes_of_different_fields(cue, methodist, colleague, now):
    save(methodist, cue, now, seconds=10.5)

    saved = save(colleague, cue, now, text="раз два четыре", seconds=10.0)

    assert (saved.cue.text, saved.cue.seconds, saved.is_joined) == ("раз два четыре", 10.5, True)


def test_save_cue_joins_changes_of_different_words(cue, methodist, colleague, now):
    save(methodist, cue, now, text="ноль два три")

    saved = save(colleague, cue, now, text="раз два три.")

    assert saved.cue.text == "ноль два три."


def test_save_cue_with_the_same_change_is_no_quarrel(cue, methodist, colleague, now):
    save(methodist, cue, now, text="раз", end_seconds=13.0)

    assert save(colleague, cue, now, text="раз", end_seconds=13.0).version == 2


@pytest.mark.parametrize("field", [{"text": "раз двое три"}, {"seconds": 9.0}, {"begins_paragraph": True}])
def test_save_cue_refuses_what_cannot_be_joined_with_the_present_phrase(cue, methodist, colleague, now, field):
    save(methodist, cue, now, text="раз двадцать три", seconds=9.5, begins_paragraph=True)
    save(methodist, cue, now, version=2, begins_paragraph=False)

    if field == {"begins_paragraph": True}:
        assert save(colleague, cue, now, version=1, **field).cue.begins_paragraph is True
        return
    with pytest.raises(CueChanged) as refused:
        save(colleague, cue, now, version=1, **field)

    assert (refused.value.present.text, refused.value.present.version) == ("раз двадцать три", 3)


def test_save_cue_over_a_version_that_nobody_remembers_is_joined_only_when_equal(cue, methodist, now):
    for number in range(MOST_EARLIER + 2):
        save(methodist, cue, now, version=number + 1, text=f"текст {number}")
    cue.refresh_from_db()

    assert save(methodist, cue, now, version=1, text=cue.text, seconds=10.0).cue.version == cue.version
    with pytest.raises(CueChanged):
        save(methodist, cue, now, version=1, text="раз два три")


def test_save_cue_refuses_a_joined_text_that_is_too_long(cue, methodist, colleague, now):
    save(methodist, cue, now, text=f"раз два три {'а' * 1500}")

    with pytest.raises(CueChanged):
        save(colleague, cue, now, text=f"{'б' * 1500} раз два три")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"text": " \n"}, CueEmpty),
        ({"text": "а" * 2001}, CueTooLong),
        ({"seconds": -1.0}, WrongTimes),
        ({"seconds": 14.0}, WrongTimes),
        ({"end_seconds": float("inf")}, WrongTimes),
        ({"end_seconds": float("nan")}, WrongTimes),
    ],
)
def test_save_cue_refuses_what_is_no_phrase(cue, methodist, now, fields, refusal):
    with pytest.raises(refusal):
        save(methodist, cue, now, **fields)


def test_save_cue_that_is_gone_says_so(cue, methodist, now, monkeypatch):
    monkeypatch.setattr(services_cues, "begin_edition", lambda **_: Cue.objects.all().delete())

    with pytest.raises(CueGone):  # while it waited for the lock
        save(methodist, cue, now, text="раз")
    Cue.objects.all().delete()
    with pytest.raises(CueGone):
        save(methodist, cue, now, text="раз")


def test_save_cue_by_others_is_refused(cue, learner, outsider, director, now):
    for actor in (learner, outsider, director):
        with pytest.raises(PermissionDenied):
            save(actor, cue, now, text="раз")


def test_trust_cue_makes_every_word_certain(cue, methodist, now):
    saved = services.trust_cue(actor=methodist, cue_id=cue.pk, version=1, now=now)

    assert [word[2] for word in saved.cue.words] == [1.0, 1.0, 1.0]
    assert saved.cue.doubtful == ()


def test_split_cue_at_a_word_takes_the_times_of_the_words(cue, methodist, now):
    saved = services.split_cue(actor=methodist, cue_id=cue.pk, version=1, at=8, now=now)

    assert (saved.cue.text, saved.cue.end_seconds, len(saved.cue.words)) == ("раз два", 12.5, 2)
    assert (saved.made.text, saved.made.seconds, saved.made.end_seconds) == ("три", 12.5, 14.0)
    assert saved.made.words == ((13.0, 14.0, 0.8),)


def test_split_cue_within_a_word_forgets_the_words(cue, methodist, now):
    saved = services.split_cue(actor=methodist, cue_id=cue.pk, version=1, at=5, now=now)

    assert (saved.cue.text, saved.cue.words) == ("раз д", ((10.0, 11.0, 0.9), (11.0, 12.0, 0.2)))
    assert (saved.made.text, saved.made.words) == ("ва три", ())


@pytest.mark.parametrize("at", [0, 11, 100])
def test_split_cue_at_an_end_is_refused(cue, methodist, now, at):
    with pytest.raises(CueEmpty):
        services.split_cue(actor=methodist, cue_id=cue.pk, version=1, at=at, now=now)


def test_split_cue_that_somebody_changed_is_refused(cue, methodist, now):
    save(methodist, cue, now, text="раз")

    with pytest.raises(CueChanged):
        services.split_cue(actor=methodist, cue_id=cue.pk, version=1, at=4, now=now)


def join(actor, cue, now, version=1, next_version=1):
    return services.join_cues(actor=actor, cue_id=cue.pk, version=version, next_version=next_version, now=now)


def test_join_cues_takes_the_next_one_in(cue, following, methodist, now):
    saved = join(methodist, cue, now)

    assert (saved.cue.text, saved.cue.seconds, saved.cue.end_seconds) == ("раз два три четыре пять", 10.0, 17.0)
    assert [word[0] for word in saved.cue.words] == [10.0, 11.0, 13.0, 15.0, pytest.approx(16.167, abs=0.01)]
    assert saved.removed == following.pk
    assert list(Cue.objects.all()) == [cue]


def test_join_cues_that_begin_together_takes_the_one_after(transcript, methodist, now):
    first, second = (CueFactory(transcript=transcript, seconds=1.0, text=text) for text in ("а", "б"))

    assert join(methodist, first, now).removed == second.pk
    assert Cue.objects.get().words == []


def test_join_cues_that_somebody_changed_or_without_a_next_is_refused(cue, following, methodist, now):
    with pytest.raises(CueChanged) as refused:
        join(methodist, cue, now, next_version=7)
    assert refused.value.present.pk == following.pk
    with pytest.raises(CueGone):
        join(methodist, following, now)


def test_add_cue_puts_a_phrase_in(cue, transcript, methodist, now):
    saved = services.add_cue(
        actor=methodist, transcript_id=transcript.pk, seconds=2.0, end_seconds=3.0, text=" Начало ", now=now
    )

    assert (saved.cue.text, saved.cue.version, saved.version) == ("Начало", 2, 2)
    with pytest.raises(WrongTimes):
        services.add_cue(actor=methodist, transcript_id=transcript.pk, seconds=3.0, end_seconds=2.0, text="а", now=now)


def test_remove_cue_is_told_to_whoever_looks_on(cue, following, transcript, film, methodist, now):
    version = services.remove_cue(actor=methodist, cue_id=cue.pk, version=1, now=now)

    state = editor_state(methodist, film, "ru", since_version=1)
    assert (version, state.removed, state.cues, state.is_whole) == (2, (cue.pk,), (), False)


def test_remove_cue_of_very_many_lets_others_take_everything_anew(transcript, film, methodist, now, monkeypatch):
    monkeypatch.setattr("nastavnik.video.services.editions.MOST_REMOVED", 2)
    rows = [CueFactory(transcript=transcript) for _ in range(4)]
    for row in rows[:3]:
        services.remove_cue(actor=methodist, cue_id=row.pk, version=1, now=now)

    assert editor_state(methodist, film, "ru", since_version=1).is_whole
    assert editor_state(methodist, film, "ru", since_version=2).removed == (rows[1].pk, rows[2].pk)


def test_shift_cues_moves_all_from_a_second_on(cue, following, transcript, methodist, now):
    count = services.shift_cues(
        actor=methodist, transcript_id=transcript.pk, from_seconds=12.0, by_seconds=2.25, now=now
    )

    following.refresh_from_db()
    cue.refresh_from_db()
    assert (count, cue.seconds, following.seconds, following.end_seconds) == (1, 10.0, 17.25, 19.25)
    assert TranscriptVersion.objects.get().verb == "words shifted"


def test_shift_cues_moves_the_words_too(cue, transcript, methodist, now):
    services.shift_cues(actor=methodist, transcript_id=transcript.pk, from_seconds=0.0, by_seconds=-10.0, now=now)

    cue.refresh_from_db()
    assert (cue.seconds, cue.words[0]) == (0.0, [0.0, 1.0, 0.9])


def test_shift_cues_before_the_film_is_refused_and_nothing_to_shift_does_nothing(cue, transcript, methodist, now):
    words = {"actor": methodist, "transcript_id": transcript.pk, "now": now}

    with pytest.raises(WrongTimes):
        services.shift_cues(**words, from_seconds=0.0, by_seconds=-10.5)
    assert services.shift_cues(**words, from_seconds=0.0, by_seconds=0.0) == 0
    assert services.shift_cues(**words, from_seconds=100.0, by_seconds=1.0) == 0
