"""`python -m bench [NAME…]`: run the measurements named, or all, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = sorted(
    path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_") and "def main(" in path.read_text()
)


def main(wanted: list[str]) -> int:
    """Run the measurements; return 1 when one missed its limit."""
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        print(f"There is no {', '.join(unknown)}. There are: {', '.join(NAMES)}")
        return 2
    missed = []
    for name in wanted or NAMES:
        print(f"\n--- {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=FOLDER.parent, check=False).returncode:
            missed.append(name)
    print(f"\nMissed: {', '.join(missed)}" if missed else "\nEvery limit was kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
