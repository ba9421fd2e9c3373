"""The folder of recognisers' models: which are there, which one hears a language, bringing one in.

    <models>/<name>/                 a model
    <models>/<name>/nastavnik.json   {"engine", "language", "folder"}: `folder` when the model itself lies elsewhere

A model is a program's data and is trusted as the program is: an operator brings it. Its archive is unpacked with care all
the same, since it comes from an address.
"""

import json
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import IO

from nastavnik.video.speech.asking import Model
from nastavnik.video.speech.engines import MODULES, Engine, find_sphinx_parts

CARD = "nastavnik.json"
MOST_BYTES = 12 * 2**30
MOST_FILES = 20_000
LONGEST_NAME = 80


class ModelRefused(Exception):
    """The folder, the archive or the name cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A model of the folder; `is_usable` when the program that reads it is installed."""

    model: Model
    is_usable: bool


def models_in(folder: Path) -> list[Found]:
    """Return the models of the folder by their names; broken ones are passed over."""
    if not folder.is_dir():
        return []
    found = (model_at(path) for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith("."))
    return [Found(model, is_installed(model.engine)) for model in found if model is not None]


def is_installed(engine: Engine) -> bool:
    """Tell whether the program's package is there, without loading it."""
    return find_spec(MODULES[engine]) is not None


def model_at(path: Path) -> Model | None:
    """Return the model in the folder `path`, or None when there is none that we know."""
    try:
        card = json.loads((path / CARD).read_text(encoding="utf-8"))
        folder = Path(card["folder"]) if card.get("folder") else path
        engine, language = Engine(card["engine"]), str(card.get("language", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Model(path.name, engine, language, folder) if folder.is_dir() else None


def engine_of(path: Path) -> tuple[Engine, Path]:
    """Return which program reads a model that lies in `path` or in the one folder inside, and where it begins.

    Raises `ModelRefused`.
    """
    for folder in (path, *sorted(one for one in path.iterdir() if one.is_dir())):
        if (folder / "model.bin").is_file() and (folder / "config.json").is_file():
            return Engine.WHISPER, folder
        if (folder / "am" / "final.mdl").is_file() or (folder / "final.mdl").is_file():
            return Engine.VOSK, folder
    try:
        find_sphinx_parts(path)
    except FileNotFoundError as error:
        raise ModelRefused(f"{path}: no model of vosk, faster-whisper or pocketsphinx") from error
    return Engine.SPHINX, path


def choose(models: list[Found], language: str, wanted: str = "") -> Model | None:
    """Return the model that hears `language`: the wanted one, else one made for it, else one of many languages.

    Of several: whisper before vosk before sphinx, then by name. None when no usable one is there.
    """
    short = language.partition("-")[0]
    usable = [one.model for one in models if one.is_usable]
    if wanted:
        return next((model for model in usable if model.name == wanted), None)
    order = [Engine.WHISPER, Engine.VOSK, Engine.SPHINX]
    fitting = [model for model in usable if model.language in {short, ""}]
    return min(fitting, key=lambda one: (not one.language, order.index(one.engine), one.name), default=None)


def add_folder(models: Path, source: Path, *, name: str, language: str, is_linked: bool) -> Model:
    """Bring a model in from a folder or an archive (zip, tar): copied, or (a folder, `is_linked`) used where it lies.

    Raises `ModelRefused`, also when there is a model of that name.
    """
    target = _free(models, name)
    if source.is_dir() and is_linked:
        engine, folder = engine_of(source)
        target.mkdir(parents=True)
        return _with_card(target, engine, language, folder.resolve())
    return _made(models, target, language, lambda part: _bring(source, part))


def add_files(models: Path, *, name: str, language: str, fetch: Callable[[Path], None]) -> Model:
    """Bring a model in by `fetch`, which puts its files, or one archive, into the folder that it is given.

    Raises `ModelRefused`, and whatever `fetch` raises; nothing is left then.
    """

    def bring(part: Path) -> None:
        fetch(part)
        for archive in [
            path for path in part.iterdir() if path.suffix in {".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
        ]:
            unpack(archive, part)
            archive.unlink()

    return _made(models, _free(models, name), language, bring)


def remove_model(models: Path, name: str) -> bool:
    """Remove a model (of a linked one, the card only); tell whether there was one."""
    path = models / name
    if not _is_name(name) or not path.is_dir():
        return False
    shutil.rmtree(path)
    return True


def _is_name(name: str) -> bool:
    plain = name.replace("-", "").replace("_", "").replace(".", "")
    return plain.isascii() and plain.isalnum() and not name.startswith(".") and len(name) <= LONGEST_NAME


def _free(models: Path, name: str) -> Path:
    if not _is_name(name):
        raise ModelRefused(f"{name!r}: a name has Latin letters, digits and hyphens only")
    if (models / name).exists():
        raise ModelRefused(f"there is a model of this name already: {name}")
    return models / name


def _made(models: Path, target: Path, language: str, bring: Callable[[Path], None]) -> Model:
    """Gather the model in a hidden folder and give it its name at the end: nobody sees half of one."""
    part = models / f".part-{target.name}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        bring(part)
        engine, folder = engine_of(part)
        inside = folder.relative_to(part)
        folder.rename(target) if inside.parts else part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return _with_card(target, engine, language, None)


def _with_card(target: Path, engine: Engine, language: str, folder: Path | None) -> Model:
    card = {"engine": engine.value, "language": language, "folder": str(folder) if folder is not None else ""}
    (target / CARD).write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
    return Model(target.name, engine, language, folder or target)


def _bring(source: Path, part: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, part, dirs_exist_ok=True)
    else:
        unpack(source, part)


def unpack(archive: Path, target: Path) -> None:
    """Unpack a zip or tar: plain files and folders only, inside `target`, and not without end. Raises `ModelRefused`."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as file:
            _write_all(_zip_members(file), target)
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as tar:
            _write_all(_tar_members(tar), target)
    else:
        raise ModelRefused(f"{archive.name}: neither a folder nor a zip or tar")


def _zip_members(file: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in file.infolist():
        kind = stat.S_IFMT(member.external_attr >> 16)
        if not member.is_dir() and kind in {0, stat.S_IFREG}:
            yield member.filename, file.open(member)


def _tar_members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        content = tar.extractfile(member) if member.isreg() else None
        if content is not None:
            yield member.name, content


def _write_all(members: Iterator[tuple[str, IO[bytes]]], target: Path) -> None:
    left = MOST_BYTES
    for count, (name, content) in enumerate(members, start=1):
        path = _inside(target, name)
        if count > MOST_FILES:
            raise ModelRefused("there are too many files in the archive")
        path.parent.mkdir(parents=True, exist_ok=True)
        with content, path.open("xb") as file:
            while piece := content.read(2**20):
                left -= len(piece)
                if left < 0:
                    raise ModelRefused("the archive is too large")
                file.write(piece)


def _inside(target: Path, name: str) -> Path:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or not parts.parts or ":" in parts.parts[0]:
        raise ModelRefused(f"a file of the archive would lie outside: {name}")
    return target.joinpath(*parts.parts)
