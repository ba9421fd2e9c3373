import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.live.recordings import talks

from nastavnik.live import tasks
from nastavnik.live.forms.recording import TrimForm
from nastavnik.live.models import Broadcast
from nastavnik.live.selectors.recording import recording_desk


@pytest.fixture
def page(client, finished, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return reverse("live:trim", args=[finished.token])


@pytest.mark.parametrize(
    ("typed", "seconds"), [("", 0), ("0", 0), ("195", 195), ("3:15", 195), ("1:02:33", 3753), (" 0:07 ", 7)]
)
def test_form_reads_lengths_as_people_write_them(typed, seconds):
    form = TrimForm({"head_seconds": typed, "tail_seconds": "0"})

    assert form.is_valid()
    assert form.cleaned_data["head_seconds"] == seconds


@pytest.mark.parametrize("typed", ["три минуты", "-5", "1:2:3:4", "3.5"])
def test_form_refuses_what_is_no_length(typed):
    assert not TrimForm({"head_seconds": typed}).is_valid()


def test_page_shows_what_is_cut_off_now(client, page):
    Broadcast.objects.update(head_seconds=75.0)

    text = client.get(page).content.decode()

    assert 'value="1:15"' in text
    assert 'value="0:00"' in text
    assert "0:34" in text


def test_page_has_the_recording_cut(client, page, finished):
    answer = client.post(page, {"head_seconds": "0:04", "tail_seconds": ""})

    assert answer.status_code == 302
    assert answer["Location"] == reverse("video:film", args=[finished.video.token])
    assert cut_tasks() == [[finished.pk, 4.0, 0.0]]


def cut_tasks():
    rows = DBTaskResult.objects.filter(task_path=tasks.cut_recording.module_path)
    return [row.args_kwargs["args"] for row in rows]


def test_page_keeps_what_was_not_understood(client, page):
    answer = client.post(page, {"head_seconds": "минута"})

    assert answer.status_code == 200
    assert 'value="минута"' in answer.content.decode()
    assert cut_tasks() == []


@pytest.mark.parametrize("missing", [{"finished_at": None}, {"video": None}])
def test_page_of_a_broadcast_without_a_recording_is_missing(client, page, missing):
    Broadcast.objects.update(**missing)

    assert client.get(page).status_code == 404


def test_recording_desk_tells_how_long_the_whole_is(finished, methodist, school):
    desk = recording_desk(methodist, school, finished.token, finished.finished_at)

    assert (desk.whole_seconds, desk.is_whole) == (talks.RECORDED_SECONDS, True)
    assert desk.player.is_film
