import io
import json
import tarfile
import zipfile

import pytest

from nastavnik.video.speech import models as speech_models
from nastavnik.video.speech.engines import Engine
from nastavnik.video.speech.models import (
    ModelRefused,
    add_files,
    add_folder,
    choose,
    models_in,
    remove_model,
)


@pytest.fixture
def models(tmp_path):
    return tmp_path / "speech-models"


@pytest.fixture(autouse=True)
def _all_programs_are_installed(monkeypatch):
    monkeypatch.setattr(speech_models, "find_spec", lambda name: name)


def vosk(folder):
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"model")
    return folder


def whisper(folder):
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"model")
    (folder / "config.json").write_text("{}")
    return folder


def add(models, source, name="model", language="ru", *, is_linked=False):
    return add_folder(models, source, name=name, language=language, is_linked=is_linked)


def test_add_folder_copies_it_and_knows_its_program(models, tmp_path):
    model = add(models, vosk(tmp_path / "v"))

    assert (model.engine, model.language, model.folder) == (Engine.VOSK, "ru", models / "model")
    assert (models / "model" / "am" / "final.mdl").read_bytes() == b"model"
    assert [one.model for one in models_in(models)] == [model]


def test_add_folder_links_to_where_it_lies(models, tmp_path):
    source = whisper(tmp_path / "w" / "inside")

    model = add(models, source.parent, is_linked=True)

    assert (model.engine, model.folder) == (Engine.WHISPER, source)
    assert [path.name for path in (models / "model").iterdir()] == ["nastavnik.json"]
    assert models_in(models)[0].model == model
    assert remove_model(models, "model")
    assert source.is_dir()


def packed(tmp_path, kind, names):
    path = tmp_path / f"model.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as file:
            for name in names:
                file.writestr(name, b"model")
    else:
        with tarfile.open(path, "w:gz") as tar:
            for name in names:
                member = tarfile.TarInfo(name)
                member.size = 5
                tar.addfile(member, io.BytesIO(b"model"))
    return path


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_add_folder_unpacks_an_archive(models, tmp_path, kind):
    model = add(models, packed(tmp_path, kind, ["vosk-model/am/final.mdl", "vosk-model/README"]))

    assert model.engine == Engine.VOSK
    assert (models / "model" / "README").is_file()
    assert sorted(path.name for path in models.iterdir()) == ["model"]


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out", "C:\\out"])
def test_add_folder_unpacks_nothing_outside(models, tmp_path, kind, name):
    with pytest.raises(ModelRefused):
        add(models, packed(tmp_path, kind, [name]))

    assert list(models.iterdir()) == []
    assert not (tmp_path / "out").exists()


def test_add_folder_passes_over_links_in_archives(models, tmp_path):
    path = tmp_path / "model.tar"
    with tarfile.open(path, "w") as tar:
        link = tarfile.TarInfo("am")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(link)
        member = tarfile.TarInfo("final.mdl")
        tar.addfile(member, io.BytesIO())
    linked = tmp_path / "model.zip"
    with zipfile.ZipFile(linked, "w") as file:
        entry = zipfile.ZipInfo("am")
        entry.external_attr = 0o120777 << 16
        file.writestr(entry, "/etc")
        file.writestr("folder/", b"")
        file.writestr("final.mdl", b"")

    for number, archive in enumerate((path, linked)):
        add(models, archive, name=f"model{number}")
        assert sorted(one.name for one in (models / f"model{number}").iterdir() if one.is_file()) == [
            "final.mdl",
            "nastavnik.json",
        ]
        assert not (models / f"model{number}" / "am").exists()


@pytest.mark.parametrize(("limit", "value"), [("MOST_BYTES", 7), ("MOST_FILES", 1)])
def test_add_folder_refuses_an_archive_without_end(models, tmp_path, monkeypatch, limit, value):
    monkeypatch.setattr(speech_models, limit, value)

    with pytest.raises(ModelRefused):
        add(models, packed(tmp_path, "zip", ["am/final.mdl", "a"]))


@pytest.mark.parametrize("name", ["", "../x", ".x", "модель", "a b", "a" * 81])
def test_add_folder_refuses_a_name_that_is_none(models, tmp_path, name):
    with pytest.raises(ModelRefused):
        add(models, vosk(tmp_path / "v"), name=name)
    assert not remove_model(models, name)


def test_add_folder_refuses_what_is_no_model_and_a_name_twice(models, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("x")
    for source in (tmp_path / "empty", tmp_path / "file.txt"):
        with pytest.raises(ModelRefused):
            add(models, source)
    add(models, vosk(tmp_path / "v"))
    with pytest.raises(ModelRefused):
        add(models, tmp_path / "v")


def test_add_files_takes_files_and_unpacks_an_archive(models, tmp_path):
    archive = packed(tmp_path, "zip", ["vosk/am/final.mdl"])

    def fetch(folder):
        (folder / "model.zip").write_bytes(archive.read_bytes())

    model = add_files(models, name="fetched", language="ru", fetch=fetch)

    assert (model.engine, model.folder) == (Engine.VOSK, models / "fetched")


def test_add_files_that_breaks_off_leaves_nothing(models):
    def fetch(folder):
        (folder / "model.bin").write_bytes(b"half")
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        add_files(models, name="fetched", language="ru", fetch=fetch)

    assert list(models.iterdir()) == []


def test_models_in_pass_over_what_is_broken(models, tmp_path):
    assert models_in(models) == []
    add(models, vosk(tmp_path / "v"), is_linked=True)
    for name, card in (
        ("a", "{"),
        ("b", '{"engine": "magic"}'),
        ("c", "[]"),
        ("d", json.dumps({"engine": "vosk", "folder": "/nowhere"})),
    ):
        (models / name).mkdir()
        (models / name / "nastavnik.json").write_text(card)
    (models / "e").mkdir()
    (models / "file").write_text("")

    assert [one.model.name for one in models_in(models)] == ["model"]


def test_choose_takes_the_best_for_the_language(models, tmp_path, monkeypatch):
    add(models, vosk(tmp_path / "v"), name="small", language="ru")
    add(models, whisper(tmp_path / "w"), name="big", language="")
    found = models_in(models)

    assert choose(found, "ru-RU").name == "small"
    assert choose(found, "en").name == "big"
    assert choose(found, "ru", "big").name == "big"
    assert choose(found, "ru", "gone") is None
    monkeypatch.setattr(speech_models, "find_spec", lambda _name: None)
    assert choose(models_in(models), "ru") is None
