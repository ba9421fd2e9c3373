"""Where the files of films lie. Everything that knows a path or the storage is here.

    <data>/uploads/<upload token>              a film on its way here
    <data>/originals/<video token>/<name>      its source file, once whole
    <data>/work/<video token>/<folder>/        scratch of processing
    <data>/decks/<video token>/                the file of its talk, and what finding its slides needs
    <media>/<video token>/<build>/<file>       what is shown; never changed after it was published

`<media>` is the storage of the school (`core.storage`): a folder by default, a bucket when `STORAGE_URL` says so. With a
bucket, originals go there too once the film is ready, and come back to the scratch folder when they are needed.
"""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from nastavnik.core.ids import new_token

MAX_SUFFIX = 6
MASTER = "master.m3u8"
# of a broadcast, as it was sent and as long as it was: nobody else has it
RECORDING = "recording"
# a part of it, cut off by people
TRIMMED = "trimmed-"
# How the names begin of what finding slides adds to a build; a name is never used for another file.
CARRIED_ON = ("slide-", "page-", "thin-")
# A playlist is written after the files it names, the master after all others: a half-published build is never named.
PUBLISH_LAST = (".m4s", ".webp", ".vtt", ".m3u8")


def data_path(relative: str) -> Path:
    """Return the path of a file in the data folder from what a row keeps of it."""
    return Path(settings.DATA_DIR) / relative


def upload_path(token: str) -> Path:
    """Return where the bytes of the upload `token` are gathered."""
    return data_path(upload_name(token))


def upload_name(token: str) -> str:
    """Return what a row keeps of the path of the upload `token`."""
    return f"uploads/{token}"


def original_name(video_token: str, arrived_as: str, source_name: str) -> str:
    """Return what a row keeps of the path among the originals of a file that arrived at `uploads/…`."""
    suffix = Path(source_name).suffix.lower()
    is_plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= MAX_SUFFIX
    return f"originals/{video_token}/{Path(arrived_as).name}{suffix if is_plain else ''}"


def work_dir(video_token: str) -> Path:
    """Return the scratch folder of a film's processing."""
    return data_path(f"work/{video_token}")


def deck_name(video_token: str, name: str) -> str:
    """Return what a row keeps of the path of a file that belongs to a film's slides."""
    return f"decks/{video_token}/{name}"


def tap_path(video_token: str, source_path: str) -> Path:
    """Return where the grey tap of a source waits until slides are looked for in it."""
    return data_path(deck_name(video_token, f"tap-{Path(source_path).stem}"))


def keep_tap(video_token: str, source_path: str, made: Path) -> None:
    """Keep the tap that the ladder made, if it made one."""
    if made.exists():
        target = tap_path(video_token, source_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, target)


def take_source(arrived_as: str, original: str) -> None:
    """Move a whole file from where it arrived to the originals; safe to repeat after a crash in the middle."""
    source, target = data_path(arrived_as), data_path(original)
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def recording_name(video_token: str, suffix: str) -> str:
    """Return what a row keeps of the path of a broadcast's own recording among the originals."""
    return f"originals/{video_token}/{RECORDING}{suffix}"


def is_own_recording(source_path: str) -> bool:
    """Tell whether a film's source is its broadcast as we recorded it, or a part of that, and not a file of people."""
    return Path(source_path).name.startswith((f"{RECORDING}.", TRIMMED))


def trimmed_name(video_token: str, suffix: str) -> str:
    """Return what a row keeps of the path of a new part of a broadcast's recording."""
    return f"originals/{video_token}/{TRIMMED}{new_token()}{suffix}"


def find_recording(video_token: str) -> str:
    """Return what a row would keep of the path of the whole recording; empty when it was never put together."""
    folder = f"originals/{video_token}"
    names = [path.name for path in data_path(folder).glob(f"{RECORDING}.*")]
    if not names and not is_folder():
        names = [name for name in _names_in(folder) if Path(name).stem == RECORDING]
    return f"{folder}/{names[0]}" if names else ""


def find_build(video_token: str, name: str) -> str:
    """Return the build of a film, shown or not, in which there is a file of this name; empty when there is none."""
    for build in builds_of(video_token):
        if default_storage.exists(f"{video_token}/{build}/{name}"):
            return build
    return ""


def local_build(video_token: str, build: str) -> Path:
    """Return a folder in which the files of a build can be read; from a bucket they are fetched.

    Raises `FileNotFoundError` when there are none.
    """
    if is_folder():
        path = media_root() / video_token / build
    else:
        path = work_dir(video_token) / f"fetched-{build}"
        _fetch_build(f"{video_token}/{build}", path)
    if not path.is_dir():
        raise FileNotFoundError(f"{video_token}/{build}")
    return path


def local_file(video_token: str, build: str, name: str, scratch: Path) -> Path:
    """Return a path at which a file of a build can be read; from a bucket it is fetched into `scratch`.

    Raises `FileNotFoundError` when there is none.
    """
    path = media_root() / video_token / build / name if is_folder() else scratch / name
    if not is_folder() and not path.exists():
        with default_storage.open(f"{video_token}/{build}/{name}") as remote, path.open("wb") as local:
            shutil.copyfileobj(remote, local, 2**20)
    if not path.exists():
        raise FileNotFoundError(f"{video_token}/{build}/{name}")
    return path


def _fetch_build(folder: str, path: Path) -> None:
    for name in _names_in(folder):
        path.mkdir(parents=True, exist_ok=True)
        if (path / name).exists():
            continue
        part = path / f".part-{new_token()}"
        with default_storage.open(f"{folder}/{name}") as remote, part.open("wb") as local:
            shutil.copyfileobj(remote, local, 2**20)
        part.replace(path / name)


def _names_in(folder: str) -> list[str]:
    """Return the names in a folder of the bucket, which has none where there is nothing."""
    return sorted(default_storage.listdir(folder)[1])


def move_to_originals(path: Path, original: str) -> None:
    """Move a file that was made here to the originals, in place of one of that name."""
    target = data_path(original)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, target)


def copy_in(path: Path, token: str) -> None:
    """Bring a file of this machine to the uploads: as a hard link where that is possible, else as a copy."""
    target = upload_path(token)
    target.parent.mkdir(parents=True, exist_ok=True)
    link(path, target)


def local_source(video_token: str, source_path: str) -> Path:
    """Return a path at which ffmpeg can read the source file; it is fetched from the bucket when it lies there.

    Raises `FileNotFoundError` when it is nowhere.
    """
    path = data_path(source_path)
    if path.exists():
        return path
    if not source_path.startswith("originals/") or not default_storage.exists(source_path):
        raise FileNotFoundError(source_path)
    fetched = work_dir(video_token) / f"fetched-{path.name}"
    if not fetched.exists():
        fetched.parent.mkdir(parents=True, exist_ok=True)
        part = fetched.with_name(f"part-{new_token()}")
        with default_storage.open(source_path) as remote, part.open("wb") as local:
            shutil.copyfileobj(remote, local, 2**20)
        part.replace(fetched)
    return fetched


def archive_original(source_path: str) -> None:
    """Bring the source file of a finished film, and the whole of its broadcast, to the bucket.

    Without a bucket they stay in their folder.
    """
    if is_folder():
        return
    folder = data_path(source_path).parent
    for path in [*folder.glob(f"{RECORDING}.*"), data_path(source_path)]:
        _archive(path, f"{source_path.rpartition('/')[0]}/{path.name}")


def _archive(path: Path, name: str) -> None:
    if not path.exists():
        return
    if not default_storage.exists(name):
        _save(path, name)
    path.unlink()


def is_folder() -> bool:
    """Tell whether films are kept in a folder of this machine."""
    return isinstance(default_storage, FileSystemStorage)


def publish_build(video_token: str, build: str, finished: Path) -> None:
    """Publish the finished scratch folder as `build`; the folder is used up.

    In a folder it is one rename. In a bucket the master playlist goes last, so that nothing half-published is named.
    """
    if is_folder():
        _publish_to_folder(finished, media_root() / video_token / build)
        return
    for path in sorted(finished.iterdir(), key=_publish_order):
        _save(path, f"{video_token}/{build}/{path.name}")
    shutil.rmtree(finished)


def add_to_build(video_token: str, build: str, finished: Path) -> None:
    """Publish more files in a build that is shown already; what is there stays as it is.

    Only files: a reader that a stranger's file broke into could have left a link to something of ours.
    """
    for path in (path for path in finished.iterdir() if path.is_file() and not path.is_symlink()):
        if is_folder():
            link(path, media_root() / video_token / build / path.name)
        elif not default_storage.exists(f"{video_token}/{build}/{path.name}"):
            _save(path, f"{video_token}/{build}/{path.name}")


def carry_on(video_token: str, old: str, new: str) -> None:
    """Let a new build have what was added to the one before it and is named once and for ever: stills, pages, thin sound."""
    if is_folder():
        for path in (path for word in CARRIED_ON for path in (media_root() / video_token / old).glob(f"{word}*")):
            link(path, media_root() / video_token / new / path.name)
        return
    there = set(_names_in(f"{video_token}/{new}"))
    for name in _names_in(f"{video_token}/{old}"):
        if name.startswith(CARRIED_ON) and name not in there:
            with default_storage.open(f"{video_token}/{old}/{name}") as file:
                default_storage.save(f"{video_token}/{new}/{name}", file)


def link(path: Path, target: Path) -> None:
    """Let `target` be the same file as `path`, or a copy of it on another disk; a target that is there already stays."""
    try:
        os.link(path, target)
    except FileExistsError:
        return
    except OSError:
        part = target.with_name(f"part-{new_token()}")
        shutil.copyfile(path, part)
        part.replace(target)


def media_root() -> Path:
    """Return the folder of published films; only when `is_folder()`."""
    return Path(default_storage.path(""))


def _publish_to_folder(finished: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        finished.rename(target)
    except OSError:  # the media folder is another disk: copy beside the target, then rename
        part = target.with_name(f"part-{target.name}")
        shutil.copytree(finished, part)
        part.rename(target)
        shutil.rmtree(finished)


def _publish_order(path: Path) -> tuple[bool, int, str]:
    order = PUBLISH_LAST.index(path.suffix) if path.suffix in PUBLISH_LAST else 0
    return (path.name == MASTER, order, path.name)


def _save(path: Path, name: str) -> None:
    with path.open("rb") as file:
        default_storage.save(name, File(file))


def builds_of(video_token: str) -> list[str]:
    """Return the names of all published builds of a film."""
    try:
        return sorted(default_storage.listdir(video_token)[0])
    except FileNotFoundError:
        return []


def delete_build(video_token: str, build: str) -> None:
    """Delete one published build, its playlists first."""
    if is_folder():
        shutil.rmtree(media_root() / video_token / build, ignore_errors=True)
        return
    names = default_storage.listdir(f"{video_token}/{build}")[1]
    for name in sorted(names, key=lambda name: _publish_order(Path(name)), reverse=True):
        default_storage.delete(f"{video_token}/{build}/{name}")


def delete_originals(video_token: str, *, keep: str = "") -> None:
    """Delete the source files of a film, except the one that a row calls `keep` and then also the whole of its broadcast."""
    folder = f"originals/{video_token}"
    if data_path(folder).is_dir():
        for path in data_path(folder).iterdir():
            if not _is_kept(f"{folder}/{path.name}", keep):
                path.unlink(missing_ok=True)
        if not keep:
            data_path(folder).rmdir()
    if not is_folder():
        for name in default_storage.listdir(folder)[1]:
            if not _is_kept(f"{folder}/{name}", keep):
                default_storage.delete(f"{folder}/{name}")


def _is_kept(name: str, keep: str) -> bool:
    return bool(keep) and (name == keep or Path(name).stem == RECORDING)


def clear_work(video_token: str) -> None:
    """Delete the scratch folder of a film."""
    shutil.rmtree(work_dir(video_token), ignore_errors=True)


def delete_all(video_token: str) -> None:
    """Delete everything that belongs to a film."""
    clear_work(video_token)
    delete_originals(video_token)
    shutil.rmtree(data_path(f"decks/{video_token}"), ignore_errors=True)
    for build in builds_of(video_token):
        delete_build(video_token, build)
    if is_folder():
        shutil.rmtree(media_root() / video_token, ignore_errors=True)
