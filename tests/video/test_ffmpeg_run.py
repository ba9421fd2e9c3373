import dataclasses
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.video import films

from nastavnik.video.ffmpeg import binary, limits
from nastavnik.video.ffmpeg.run import FfmpegFailed, OverLimit, Stopped, Watch, input_words, run_ffmpeg, run_limited

# Without end, at about the pace at which it would be watched.
ENDLESS = ["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-f", "null", "-"]
USUAL = limits.for_reading(10)


def python(code: str, folder: Path, *, reads=(), rules=USUAL, watch=None):
    """Run a few lines in place of ffmpeg, under the same limits."""
    return run_limited(
        [sys.executable, "-I", "-c", textwrap.dedent(code)],
        limits=rules,
        reads=[Path(sys.prefix), Path(sys.base_prefix), *reads],
        writes=[folder],
        folder=folder,
        watch=watch or Watch(),
    )


def test_run_tells_how_much_of_the_film_is_done(tmp_path):
    told = []
    words = ["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=2.5", "-f", "null", "-"]

    run_ffmpeg(words, limits=USUAL, reads=[], writes=tmp_path, watch=Watch(on_progress=told.append))

    assert told == sorted(told)
    assert 0.5 < told[-1] <= 2.6  # a frame may end a little after the film


def test_run_that_is_not_wanted_any_more_is_stopped_and_gone(tmp_path):
    began_at = time.monotonic()

    with pytest.raises(Stopped):
        run_ffmpeg(
            ENDLESS,
            limits=USUAL,
            reads=[],
            writes=tmp_path,
            watch=Watch(should_stop=lambda: time.monotonic() > began_at + 1),
        )

    assert time.monotonic() - began_at < 10


def test_run_that_fails_says_what_ffmpeg_said(tmp_path):
    with pytest.raises(FfmpegFailed, match="ended with") as failed:
        run_ffmpeg(["-i", "nothing.mp4", "-f", "null", "-"], limits=USUAL, reads=[], writes=tmp_path)

    assert "nothing.mp4" in failed.value.log


def test_run_over_its_time_is_ended(tmp_path):
    with pytest.raises(OverLimit, match="took too long"):
        run_ffmpeg(ENDLESS, limits=dataclasses.replace(USUAL, wall_seconds=1), reads=[], writes=tmp_path)


def test_run_that_stands_still_is_ended(tmp_path):
    with pytest.raises(OverLimit, match="stood still"):
        python("import time; time.sleep(60)", tmp_path, rules=dataclasses.replace(USUAL, silence_seconds=1))


def test_run_over_its_cpu_is_ended(tmp_path):
    with pytest.raises(OverLimit, match="SIGXCPU"):
        python("while True: pass", tmp_path, rules=dataclasses.replace(USUAL, cpu_seconds=1))


def test_run_over_its_file_size_is_ended(tmp_path):
    with pytest.raises(OverLimit, match="SIGXFSZ"):
        python(
            "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); open('big', 'wb').write(bytes(2**20))",
            tmp_path,
            rules=dataclasses.replace(USUAL, file_bytes=1000),
        )

    assert (tmp_path / "big").stat().st_size <= 1000


def test_run_over_its_memory_fails(tmp_path):
    with pytest.raises(FfmpegFailed) as failed:
        python("x = bytes(2**31)", tmp_path, rules=dataclasses.replace(USUAL, memory_bytes=2**29))

    assert "MemoryError" in failed.value.log


def test_run_that_is_killed_from_outside_is_over_a_limit(tmp_path):
    with pytest.raises(OverLimit, match="killed"):
        python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", tmp_path)


def test_log_and_answer_are_bounded(tmp_path):
    finished = python(
        """
        import sys
        for number in range(5000):
            print("x" * 1000, file=sys.stderr)
        sys.stdout.write("y" * 3_000_000)
        """,
        tmp_path,
    )

    assert len(finished.log) < 20_000
    assert len(finished.answer) == 2**20


def test_run_is_told_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")

    finished = python("import os; print(sorted(os.environ))", tmp_path)

    assert b"SECRET_KEY" not in finished.answer


@pytest.mark.skipif(not binary.shield().files, reason="this kernel cannot close files")
def test_run_can_open_no_file_that_it_was_not_given(tmp_path):
    own, given, canary = tmp_path / "own", tmp_path / "given", tmp_path / "canary"
    own.mkdir()
    given.write_text("given")
    canary.write_text("canary")

    finished = python(
        f"""
        print(open({str(given)!r}).read())
        open("made", "w").write("made")
        for path, mode in (({str(canary)!r}, "r"), ({str(given)!r}, "w"), ("/etc/passwd", "r"), ("/tmp/new", "w")):
            try:
                open(path, mode)
            except PermissionError:
                print("closed")
        """,
        own,
        reads=[given],
    )

    assert finished.answer.split() == [b"given", b"closed", b"closed", b"closed", b"closed"]
    assert (own / "made").read_text() == "made"
    assert given.read_text() == "given"


@pytest.mark.skipif(not binary.shield().network, reason="this kernel cannot close the network")
def test_run_can_reach_no_address(tmp_path):
    finished = python(
        """
        import socket
        with socket.socket() as way:
            way.settimeout(5)
            try:
                way.connect(("127.0.0.1", 9))
            except OSError as error:
                print(type(error).__name__)
        """,
        tmp_path,
    )

    # refused by a machine of its own (or by the kernel's rule), not by a closed port of ours
    assert finished.answer.strip() in {b"OSError", b"PermissionError"}


def test_killed_worker_leaves_no_ffmpeg(tmp_path):
    code = f"""
        import pathlib
        from nastavnik.video.ffmpeg import limits, run
        run.run_ffmpeg({ENDLESS!r}, limits=limits.for_reading(10), reads=[], writes=pathlib.Path({str(tmp_path)!r}))
    """
    worker = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)])
    child = wait_for(lambda: child_of(worker.pid))

    worker.send_signal(signal.SIGKILL)
    worker.wait()

    assert wait_for(lambda: not is_alive(child))


def child_of(pid: int) -> int | None:
    """The ffmpeg of a worker, once the launcher has become it."""
    for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        with suppress(FileNotFoundError):  # one that was only started to try something has ended meanwhile
            if "ffmpeg" in Path(f"/proc/{number}/exe").readlink().name:
                return int(number)
    return None


def is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def wait_for(ask):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_find_ffmpeg_prefers_the_one_wished_for():
    found = binary.find_ffmpeg(binary.find_ffmpeg().path)

    assert found == binary.find_ffmpeg()
    assert found.version >= binary.OLDEST_VERSION


def test_find_ffmpeg_of_something_else_is_missing():
    with pytest.raises(binary.FfmpegMissing, match="/bin/false"):
        binary.find_ffmpeg("/bin/false")


def test_find_ffmpeg_that_is_too_old_is_missing(tmp_path):
    old = tmp_path / "ffmpeg"
    old.write_text("#!/bin/sh\necho ffmpeg version 4.1.9-0 Copyright\n")
    old.chmod(0o755)

    with pytest.raises(binary.FfmpegMissing):
        binary.find_ffmpeg(str(old))


def test_find_ffmpeg_built_from_a_snapshot_is_taken(tmp_path):
    snapshot = tmp_path / "ffmpeg"
    snapshot.write_text("#!/bin/sh\necho ffmpeg version N-12345-gabc Copyright\n")
    snapshot.chmod(0o755)

    assert binary.find_ffmpeg(str(snapshot)).version == 0


def test_find_ffmpeg_without_ours_takes_the_systems(tmp_path, monkeypatch):
    system = tmp_path / "ffmpeg"
    system.symlink_to(binary.find_ffmpeg().path)

    def missing():
        raise RuntimeError("No ffmpeg exe could be found")

    monkeypatch.setattr(binary.imageio_ffmpeg, "get_ffmpeg_exe", missing)
    monkeypatch.setenv("PATH", str(tmp_path))
    binary.find_ffmpeg.cache_clear()

    assert binary.find_ffmpeg("").path == str(system.resolve())

    binary.find_ffmpeg.cache_clear()


def test_shield_of_a_launcher_that_cannot_run_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(binary, "LAUNCHER", tmp_path / "missing.py")
    binary.shield.cache_clear()

    assert binary.shield() == binary.Shield(network=False, files=False)

    binary.shield.cache_clear()


def test_film_is_opened_by_its_path_whatever_its_name(tmp_path):
    named_like_a_protocol = tmp_path / "concat:x.mp4"
    named_like_a_protocol.write_bytes(films.lecture().read_bytes())

    finished = run_ffmpeg(
        [*input_words(named_like_a_protocol), "-c", "copy", "-f", "null", "-"],
        limits=USUAL,
        reads=[named_like_a_protocol],
        writes=tmp_path,
    )

    assert b"progress=end" in finished.answer
