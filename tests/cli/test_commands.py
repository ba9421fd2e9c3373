"""The smaller commands, by the words that an operator types."""

import json

import pytest
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, SchoolFactory
from typer.testing import CliRunner

from nastavnik.cli import doctor, publish
from nastavnik.cli.app import app
from nastavnik.cli.exits import Exit
from nastavnik.cli.findings import Finding, Mark, fail, ok, warn
from nastavnik.core.queue import beats
from nastavnik.core.queue.health import queue_names
from nastavnik.people.enums import Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.programme.permissions import place_of
from nastavnik.video.enums import RefusalCode, VideoState
from nastavnik.video.models import Video

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("nastavnik.cli.app.load_school", lambda: None)  # the tests have loaded it

    def invoke(*words, typed=None):
        return CliRunner().invoke(app, list(words), input=typed)

    return invoke


@pytest.fixture
def lesson(school):
    return LessonFactory(cycle__programme__school=school, slug="grants")


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"not really a film")
    return path


def test_help_names_commands_and_exit_codes(run):
    said = run("--help").output

    assert all(word in said for word in ("up", "demo", "doctor", "publish", "user", "manage", "Exit codes"))


def test_version_is_said(run):
    assert run("--version").output.strip()


# --- user add


def test_add_user_with_a_password(run, school):
    done = run(
        "user",
        "add",
        "anna@library.example",
        "--name",
        "Анна",
        "--role",
        "methodist",
        "--password-stdin",
        typed="Книга-на-полке\n",
    )

    user = User.objects.get(email="anna@library.example")
    assert done.exit_code == Exit.DONE
    assert user.check_password("Книга-на-полке")
    place = place_of(school)
    assert RoleAssignment.objects.filter(
        user=user, role=Role.METHODIST, place_kind=place.kind, place_id=place.id
    ).exists()


def test_add_user_without_a_password_signs_in_by_code(run, school):
    done = run("user", "add", "anna@library.example", "--name", "Анна", "--role", "learner")

    assert "by a code" in done.output
    assert not User.objects.get(email="anna@library.example").has_usable_password()


def test_add_operator_needs_no_school(run):
    done = run("user", "add", "it@library.example", "--name", "Оператор", "--role", "operator")

    assert done.exit_code == Exit.DONE
    assert User.objects.get(email="it@library.example").is_superuser


def test_add_user_with_an_invitation_prints_its_link(run, school):
    done = run("user", "add", "anna@library.example", "--name", "Анна", "--role", "mentor", "--invite")

    assert done.exit_code == Exit.DONE
    assert "anna@library.example" in done.output
    assert "http" in done.output


def test_add_user_of_a_taken_address_is_refused(run, school):
    UserFactory(email="anna@library.example")

    done = run("user", "add", "anna@library.example", "--name", "Анна", "--role", "learner")

    assert done.exit_code == Exit.REFUSED
    assert done.output.strip()


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["anna@library.example", "--role", "queen"], None),
        (["no address", "--role", "learner"], None),
        (["anna@library.example", "--role", "learner", "--password-stdin"], "1234\n"),
    ],
)
def test_add_user_with_wrong_words_makes_nobody(run, school, words, typed):
    done = run("user", "add", *words, "--name", "Анна", typed=typed)

    assert done.exit_code == Exit.USED_WRONGLY
    assert not User.objects.filter(email__contains="anna").exists()


def test_add_user_in_one_of_several_schools_needs_its_name(run, school):
    other = SchoolFactory()

    unnamed = run("user", "add", "anna@library.example", "--name", "Анна", "--role", "learner")
    named = run("user", "add", "anna@library.example", "--name", "Анна", "--role", "learner", "--school", other.slug)

    assert unnamed.exit_code == Exit.NOT_FOUND
    assert school.slug in unnamed.output
    assert named.exit_code == Exit.DONE


# --- publish


def test_publish_takes_the_film_and_keeps_the_file(run, lesson, film):
    done = run("publish", str(film), "--lesson", "grants", "--json")

    answer = json.loads(done.output)
    assert done.exit_code == Exit.DONE
    assert answer == {
        "video": Video.objects.get().token,
        "lesson": "grants",
        "state": "queued",
        "percent": 0,
        "duration_seconds": None,
        "reason": "",
    }
    assert film.read_bytes() == b"not really a film"


def test_publish_for_an_unknown_lesson_lists_the_known(run, lesson, film):
    done = run("publish", str(film), "--lesson", "grant")

    assert done.exit_code == Exit.NOT_FOUND
    assert "grants" in done.output
    assert not Video.objects.exists()


def test_publish_over_the_quota_is_refused_with_its_reason(run, lesson, film, settings):
    settings.UPLOAD_QUOTA_BYTES = 1

    told = run("publish", str(film), "--lesson", "grants")
    as_json = run("publish", str(film), "--lesson", "grants", "--json")

    assert (told.exit_code, as_json.exit_code) == (Exit.REFUSED, Exit.REFUSED)
    assert told.output.strip()
    assert json.loads(as_json.output)["state"] == "refused"


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"state": VideoState.READY, "build": "b"}, Exit.DONE, "grants"),
        ({"state": VideoState.REFUSED, "refusal": RefusalCode.NOT_A_FILM}, Exit.REFUSED, "MP4"),
        ({"state": VideoState.FAILED}, Exit.FAILED, "grants"),
    ],
)
def test_publish_and_wait_ends_as_the_film_ends(run, lesson, film, monkeypatch, changes, code, word):
    monkeypatch.setattr(publish.time, "sleep", lambda _seconds: Video.objects.update(**changes))

    done = run("publish", str(film), "--lesson", "grants", "--wait")

    assert done.exit_code == code
    assert word in done.output


def test_follow_shows_the_percent(run, lesson, film, monkeypatch, capsys):
    run("publish", str(film), "--lesson", "grants")
    Video.objects.update(state=VideoState.PLAYABLE, build="b", percent=40, seconds_left=90)
    monkeypatch.setattr(publish.time, "sleep", lambda _seconds: Video.objects.update(state=VideoState.READY))

    publish.followed(Video.objects.get().pk, is_shown=True)

    assert "40 %" in capsys.readouterr().err


# --- doctor


def test_doctor_of_a_well_school_ends_with_0(run):
    beats.beat(worker_id="one", queues=queue_names())

    done = run("doctor", "--json")

    findings = {finding["what"]: finding for finding in json.loads(done.output)}
    assert {finding["mark"] for finding in findings.values()} <= {"ok", "warn"}, findings
    assert done.exit_code == Exit.DONE
    assert findings["queue"]["mark"] == "ok"
    assert set(findings) == set(doctor.CHECKS)


def test_doctor_says_what_to_do(run, monkeypatch):
    checks = {
        "one": lambda: ok("well"),
        "two": lambda: warn("so so", "Do this."),
        "three": lambda: fail("bad", "Do that."),
    }
    monkeypatch.setattr(doctor, "CHECKS", checks)

    done = run("doctor")

    assert done.exit_code == Exit.FAILED
    assert [line.split() for line in done.output.splitlines()] == [
        ["ok", "one", "well"],
        ["warn", "two", "so", "so"],
        ["->", "Do", "this."],
        ["fail", "three", "bad"],
        ["->", "Do", "that."],
    ]


def test_doctor_goes_on_when_a_check_breaks():
    def broken() -> Finding:
        raise RuntimeError("the disk is gone")

    finding = doctor.look_at("disk", broken)

    assert (finding.what, finding.mark) == ("disk", Mark.FAIL)
    assert "the disk is gone" in finding.told


def test_demo_command_is_the_builder(run, monkeypatch):
    monkeypatch.setattr("nastavnik.cli.up.bring_up_to_date", lambda: None)
    monkeypatch.setattr("nastavnik.cli.up.make_demonstration", lambda: "made")

    assert run("demo").output.strip() == "made"


def test_worker_command_runs_what_waits(run):
    assert run("worker", "--batch").output.strip().endswith("tasks were run")
