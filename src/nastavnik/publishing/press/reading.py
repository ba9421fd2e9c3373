"""Markdown of people → pandoc's tree. Linear in the text's length, with no raw Typst, LaTeX, HTML, metadata or citations."""

import json
from pathlib import Path

from nastavnik.publishing.press.running import READING, PressFailed, Steering, TooLarge, run_pandoc
from nastavnik.publishing.press.soundness import sound
from nastavnik.publishing.press.tree import Node

DIALECT = (
    "commonmark-raw_html-raw_attribute-yaml_metadata_block-tex_math_dollars-smart-emoji-autolink_bare_uris"
    "+attributes+fenced_divs+bracketed_spans+footnotes+pipe_tables+strikeout+superscript+subscript+implicit_figures"
)
MOST_LETTERS = 1_000_000
# A word and a space are a node each, which takes a kilobyte in this process: a whole book has half of them.
MOST_NODES = 600_000


def read_markdown(text: str, *, folder: Path, steering: Steering) -> list[Node]:
    """Return the blocks of a text. Raises `PressFailed`, `TooLarge`."""
    if len(text) > MOST_LETTERS:
        raise TooLarge("pandoc", f"{len(text)} letters")
    source, target = folder / "article.md", folder / "article.json"
    source.write_text(sound(text), encoding="utf-8")
    words = ["--sandbox", "--from", DIALECT, "--to", "json", "--output", target.name, source.name]
    run_pandoc(words, folder=folder, made_at_seconds=0, steering=steering, limits=READING)
    return read_tree(target)


def read_tree(target: Path) -> list[Node]:
    """Return the blocks that pandoc wrote. Raises `PressFailed`, `TooLarge`."""
    try:
        written = target.read_bytes()
        if (nodes := written.count(b'"t":')) > MOST_NODES:
            raise TooLarge("pandoc", f"{nodes} nodes")
        blocks: list[Node] = json.loads(written)["blocks"]
    except RecursionError as error:
        raise TooLarge("pandoc", "too deep") from error
    except (OSError, ValueError) as error:
        raise PressFailed("pandoc", str(error)) from error
    return blocks
