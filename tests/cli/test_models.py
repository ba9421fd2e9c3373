"""`nastavnik models`: bringing what recognises speech, and what the doctor says of it."""

import http.server
import json
import threading
import zipfile
from contextlib import contextmanager
from functools import partial

import pytest
from typer.testing import CliRunner

from nastavnik.cli import models as command
from nastavnik.cli import organs
from nastavnik.cli.app import app
from nastavnik.cli.exits import Exit
from nastavnik.cli.findings import Mark
from nastavnik.video.speech import models as speech_models
from nastavnik.video.speech.catalogue import Known
from nastavnik.video.speech.engines import Engine

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("nastavnik.cli.app.load_school", lambda: None)  # the tests have loaded it
    return lambda *words: CliRunner().invoke(app, ["models", *words])


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "vosk-ru"
    folder.mkdir()
    (folder / "final.mdl").write_bytes(b"model")
    return folder


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(speech_models, "find_spec", lambda name: name)
    monkeypatch.setattr(command, "is_installed", lambda _engine: True)


def test_list_of_nothing_names_what_can_be_fetched(run):
    said = run("list").output

    assert "No model is here yet" in said
    assert "vosk-small-ru" in said


def test_add_a_folder_and_list_and_remove_it(run, model, installed):
    assert run("add", str(model), "--language", "ru").output == "vosk-ru is here: vosk, ru.\n"

    assert json.loads(run("list", "--json").output) == [
        {"name": "vosk-ru", "engine": "vosk", "language": "ru", "missing": ""}
    ]
    assert organs.speech().mark == Mark.OK
    assert run("remove", "vosk-ru").exit_code == Exit.DONE
    assert run("remove", "vosk-ru").exit_code == Exit.NOT_FOUND


def test_add_a_model_whose_program_is_missing_says_what_to_install(run, model, monkeypatch):
    monkeypatch.setattr(speech_models, "find_spec", lambda _name: None)

    assert "nastavnik[vosk]" in run("add", str(model), "--link").output
    assert "nastavnik[vosk]" in run("list").output
    finding = organs.speech()
    assert (finding.mark, "nastavnik[vosk]" in finding.advice) == (Mark.WARN, True)


def test_doctor_without_a_model_is_content():
    assert organs.speech().mark == Mark.OK


def test_add_what_is_nowhere_or_no_model_is_refused(run, tmp_path):
    assert run("add", "vosk-klingon").exit_code == Exit.NOT_FOUND
    (tmp_path / "empty").mkdir()
    assert run("add", str(tmp_path / "empty")).exit_code == Exit.REFUSED


@contextmanager
def serving(folder):
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_add_a_known_name_fetches_it(run, tmp_path, installed, monkeypatch):
    (tmp_path / "site").mkdir()
    with zipfile.ZipFile(tmp_path / "site" / "model.zip", "w") as file:
        file.writestr("vosk-model/am/final.mdl", b"model")
    with serving(tmp_path / "site") as base:
        known = {
            "small": Known("small", Engine.VOSK, "ru", (f"{base}/model.zip",), 1, "quick"),
            "gone": Known("gone", Engine.VOSK, "ru", (f"{base}/gone.zip",), 1, "nowhere"),
        }
        monkeypatch.setattr(command, "KNOWN", known)

        assert "small is here" in run("add", "small").output
        assert run("add", "gone").exit_code == Exit.FAILED

    assert json.loads(run("list", "--json").output)[0]["name"] == "small"
