"""YAML as a tree of plain texts that remember their lines, read without trusting it.

Everything that YAML can do beyond lists, keys and texts is refused: names for parts of it (a file of a hundred bytes could
become gigabytes), types of Python, several documents, a key twice. A value is a text until somebody says what it should be.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import yaml
from django.utils.translation import gettext as _

MOST_BYTES = 256 * 1024
MOST_NODES = 20_000
MOST_LEVELS = 12
PLAIN_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})


class BrokenTemplate(Exception):
    """A template cannot be read; its text says the line and the reason, for a person."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(_("Line %(line)d: %(why)s") % {"line": line, "why": why})
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Parts by their keys, in the order of the file."""

    line: int
    parts: Mapping[str, "Tree"]


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after another."""

    line: int
    parts: Sequence["Tree"]


Tree: TypeAlias = Leaf | Branch | Row


def read_tree(text: str) -> Tree:
    """Return what a file holds. Raises `BrokenTemplate`."""
    if len(text.encode()) > MOST_BYTES:
        raise BrokenTemplate(1, _("the file is larger than %(kilobytes)d KB") % {"kilobytes": MOST_BYTES // 1024})
    try:
        _refuse_what_is_not_plain(yaml.parse(text, Loader=yaml.SafeLoader))
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise _said(error) from error
    if node is None:
        raise BrokenTemplate(1, _("the file is empty"))
    return _tree(node)


def _refuse_what_is_not_plain(events: Iterator[yaml.Event]) -> None:
    """Look at the file piece by piece, so that what would grow is refused before it grows."""
    level = documents = 0
    for count, event in enumerate(events):
        line = event.start_mark.line + 1 if event.start_mark else 1
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if getattr(event, "anchor", None) is not None:
            raise BrokenTemplate(line, _("names for parts (& and *) are not taken; write the part out"))
        if getattr(event, "tag", None) not in {None, "!", *PLAIN_TAGS}:
            raise BrokenTemplate(line, _("types (!…) are not taken"))
        if count > MOST_NODES or level > MOST_LEVELS:
            raise BrokenTemplate(line, _("the file is too long or too deep"))
        if documents > 1:
            raise BrokenTemplate(line, _("there is a second document in the file"))


def _said(error: yaml.YAMLError) -> BrokenTemplate:
    mark = getattr(error, "problem_mark", None)
    why = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return BrokenTemplate(mark.line + 1 if mark else 1, _("this is not YAML: %(why)s") % {"why": why})


def _tree(node: yaml.Node) -> Tree:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Branch(line, _branch(node))
    if isinstance(node, yaml.SequenceNode):
        return Row(line, [_tree(part) for part in node.value])
    return Leaf(line, str(node.value).strip())


def _branch(node: yaml.MappingNode) -> dict[str, Tree]:
    parts: dict[str, Tree] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise BrokenTemplate(line, _("a key must be a word"))
        if key.value in parts:
            raise BrokenTemplate(line, _("“%(key)s” stands here twice") % {"key": key.value})
        parts[key.value] = _tree(value)
    return parts
