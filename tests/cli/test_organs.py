"""What the doctor finds when something is wrong."""

import shutil
import smtplib
from collections import namedtuple

import pytest
from django.db import DatabaseError, connection
from django_tasks_db.models import DBTaskResult
from tests.core.queue import chores

from nastavnik.cli import organs
from nastavnik.cli.findings import Mark
from nastavnik.core.queue import beats
from nastavnik.core.queue.health import queue_names
from nastavnik.video.ffmpeg.binary import FfmpegMissing, Shield

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def test_database_that_does_not_answer(monkeypatch):
    def refuse():
        raise DatabaseError("connection refused\n")

    monkeypatch.setattr(organs.connection, "ensure_connection", refuse)

    finding = organs.database()

    assert finding.mark == Mark.FAIL
    assert "connection refused" in finding.told


def test_database_without_its_tables(monkeypatch):
    monkeypatch.setattr(organs.MigrationExecutor, "migration_plan", lambda *_words: [1, 2])

    assert "2 migrations" in organs.database().told


def test_database_that_is_well():
    assert organs.database().mark == (Mark.OK if connection.vendor == "postgresql" else Mark.WARN)  # in memory: no WAL


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the journal is SQLite's")
def test_database_without_a_log_says_what_it_costs():
    finding = organs.sqlite_mode()

    assert finding.mark == Mark.WARN
    assert "local disk" in finding.advice


def test_storage_is_tried_and_left_clean(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "kept"

    assert organs.storage().mark == Mark.OK


def test_ffmpeg_that_is_missing(monkeypatch):
    def missing(_wished):
        raise FfmpegMissing("none")

    monkeypatch.setattr(organs, "find_ffmpeg", missing)

    assert (organs.ffmpeg().mark, organs.ffmpeg().told) == (Mark.FAIL, "not found: none")


def test_ffmpeg_that_cannot_encode(monkeypatch):
    monkeypatch.setattr(organs, "ENCODERS", ("libx264", "of_the_future"))

    assert "of_the_future" in organs.ffmpeg().told


def test_press_that_is_whole():
    assert (organs.press().mark, "pandoc" in organs.press().told) == (Mark.OK, True)


def test_press_without_pandoc(monkeypatch):
    monkeypatch.setattr(organs, "pandoc_path", lambda: "/nowhere/pandoc")

    assert (organs.press().mark, "no pandoc" in organs.press().told) == (Mark.FAIL, True)


def test_press_without_typst(monkeypatch):
    monkeypatch.setattr(organs, "find_spec", lambda _name: None)

    assert (organs.press().mark, "no Typst" in organs.press().told) == (Mark.FAIL, True)


def test_ffmpeg_without_a_shield_is_told(monkeypatch):
    monkeypatch.setattr(organs, "shield", lambda: Shield(network=True, files=False))

    assert (organs.ffmpeg().mark, "from files" in organs.ffmpeg().told) == (Mark.WARN, True)


def test_queue_without_workers_is_worse_when_somebody_waits():
    assert organs.queue().mark == Mark.WARN

    chores.tick.enqueue()

    assert organs.queue().mark == Mark.FAIL
    assert "default" in organs.queue().advice


def test_queue_that_is_slow_or_gave_up_is_told(monkeypatch):
    beats.beat(worker_id="one", queues=queue_names())
    chores.tick.enqueue()
    assert organs.queue().mark == Mark.OK

    monkeypatch.setattr(organs, "LONG_WAIT_SECONDS", -1)
    assert "more workers" in organs.queue().advice
    monkeypatch.undo()

    DBTaskResult.objects.update(status="FAILED", finished_at=organs.clock.now())
    assert "1 failed" in organs.queue().told


def test_mail_into_a_folder_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    assert organs.mail().mark == Mark.WARN


def test_mail_server_that_answers_and_one_that_does_not(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    class Server:
        def __enter__(self):
            return self

        def __exit__(self, *_words):
            return None

    monkeypatch.setattr(organs, "get_connection", Server)
    assert organs.mail().mark == Mark.OK

    def refuse():
        raise smtplib.SMTPConnectError(421, "busy")

    monkeypatch.setattr(organs, "get_connection", refuse)
    assert organs.mail().mark == Mark.FAIL


@pytest.mark.parametrize(("gib", "mark"), [(1, Mark.FAIL), (10, Mark.WARN), (100, Mark.OK)])
def test_disk_by_its_room(monkeypatch, gib, mark):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, gib * organs.GIB))

    assert organs.disk().mark == mark


def test_secret_that_others_can_read(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert organs.secrets().mark == Mark.OK

    path = tmp_path / "secret-key"
    path.write_text("secret")
    path.chmod(0o644)
    assert organs.secrets().advice == f"chmod 600 {path}"

    path.chmod(0o600)
    assert organs.secrets().mark == Mark.OK


def test_front_end_that_is_not_built(monkeypatch):
    monkeypatch.setattr(organs.finders, "find", lambda _name: None)

    assert organs.front_end().mark == Mark.FAIL


def test_time_zone_is_known(settings):
    settings.TIME_ZONE = "Europe/Moscow"

    assert organs.time_zones().told == "Europe/Moscow is UTC+3"


@pytest.mark.parametrize(("limit", "mark"), [(1024, Mark.WARN), (65536, Mark.OK)])
def test_open_files_that_are_allowed(monkeypatch, limit, mark):
    monkeypatch.setattr(organs.os, "sysconf", lambda _name: limit)

    assert organs.processes().mark == mark
