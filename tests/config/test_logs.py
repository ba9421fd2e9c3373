import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TALK = """
import logging, logging.config
import structlog
from nastavnik.config.logs import logging_config
logging.config.dictConfig(logging_config("INFO"))
structlog.get_logger("nastavnik.queue").info("task done", task="video.prepare", seconds=1.5)
structlog.get_logger("nastavnik.queue").debug("too quiet")
with structlog.contextvars.bound_contextvars(task="people.send"):
    logging.getLogger("somebody.else").warning("two %s", "words")
try:
    raise ValueError("broken")
except ValueError:
    logging.getLogger("somebody.else").exception("it failed")
"""


def test_lines_are_the_same_whoever_writes_them():
    said = subprocess.run(
        [sys.executable, "-c", TALK], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src")}
    )
    lines = said.stderr.splitlines()

    assert [line.split(" ", 1)[1] for line in lines[:2]] == [
        'level=info logger=nastavnik.queue event="task done" task=video.prepare seconds=1.5',
        'level=warning logger=somebody.else event="two words" task=people.send',
    ]
    assert len(lines) == 3
    assert "ValueError: broken" in lines[2]
