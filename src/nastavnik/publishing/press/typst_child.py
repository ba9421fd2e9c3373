"""Set what a folder holds: `python -I typst_child.py <folder of fonts>`, in that folder.

Runs as a process of its own, under a launcher with limits: setting cannot be stopped from inside. Imports nothing of the project.
`jobs.json` is a list of: `main` (a template), `target`, `format`, `inputs`, `standards`, `made_at_seconds`, `dots_per_inch`. Every job sees
the same folder, our fonts, and no packages.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def set_job(compilers: dict[str, Any], fonts: Any, job: dict[str, Any]) -> None:
    """Set one template with one edition's inputs."""
    import typst  # noqa: PLC0415 -- the fonts that the caller made come from it as well

    main = job["main"]
    if main not in compilers:
        compilers[main] = typst.Compiler(main, root=".", font_paths=fonts, ignore_system_fonts=True)
    content = compilers[main].compile(
        format=job["format"],
        sys_inputs=job["inputs"],
        pdf_standards=job["standards"],
        timestamp=datetime.fromtimestamp(job["made_at_seconds"], UTC),
        ppi=job["dots_per_inch"],
    )
    Path(job["target"]).write_bytes(content)


def main() -> None:
    """Set all jobs; what is wrong with one is written for the log, and ends the process."""
    import typst  # noqa: PLC0415 -- 80 MB that only this process shall carry

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[sys.argv[1]])
    compilers: dict[str, Any] = {}
    try:
        for job in json.loads(Path("jobs.json").read_text(encoding="utf-8")):
            set_job(compilers, fonts, job)
    except typst.TypstError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
