"""How files are named that go to a fund: by the pattern of its template, each safe on any disk and each once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from nastavnik.grants.funds.parts import Parts
from nastavnik.grants.funds.template import FileRules
from nastavnik.grants.funds.tree import BrokenTemplate, Tree

PLACE = re.compile(r"\{(\w*)\}")
# what a pattern may name: the project, the section and field of the form, which of the field's files it is, its own name
PLACES = frozenset({"project", "section", "field", "number", "name"})
# Neither Windows nor the sites of funds take these; a name of the system is no name of a file.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
LONGEST_PART, LONGEST_ENDING = 80, 10
NAMELESS = "_"


def read_file_rules(tree: Tree) -> FileRules:
    """Return what a template says of files. Raises `BrokenTemplate`."""
    parts = Parts(tree)
    rules = FileRules(
        names=parts.text("names", most=200) if "names" in parts else FileRules().names,
        most_megabytes=parts.number("most_megabytes") if "most_megabytes" in parts else None,
    )
    for place in PLACE.findall(rules.names):
        if place not in PLACES:
            told = {"place": place, "all": ", ".join(sorted(PLACES))}
            raise BrokenTemplate(parts.line, _("“{%(place)s}” cannot stand in a name of a file: %(all)s") % told)
    if "{name}" not in rules.names:
        raise BrokenTemplate(parts.line, _("a name of a file needs “{name}”, or files of one field would be one"))
    parts.end()
    return rules


def path_of(pattern: str, words: Mapping[str, str]) -> str:
    """Return the path that a pattern makes of words; a slash in the pattern is a folder, one in a word is not."""
    ending = PurePosixPath(words["name"]).suffix
    safe = {key: safe_part(word) for key, word in words.items()}
    safe["name"] = safe_name(words["name"])
    parts = [PLACE.sub(lambda found: safe[found[1]], part) for part in pattern.split("/")]
    *folders, last = parts
    return "/".join([*(safe_part(folder) for folder in folders), safe_name(last, ending)])


def safe_part(text: str, most: int = LONGEST_PART) -> str:
    """Return a text as a name of a folder, or as a part of one."""
    plain = " ".join(FORBIDDEN.sub(" ", text).split())[:most].strip(" .")
    return f"{NAMELESS}{plain}" if not plain or RESERVED.fullmatch(plain) else plain


def safe_name(name: str, ending: str | None = None) -> str:
    """Return a name of a file that keeps its ending however long it is."""
    ending = PurePosixPath(name).suffix if ending is None else ending
    kept = FORBIDDEN.sub("", ending)[:LONGEST_ENDING].rstrip(" .")
    stem = name.removesuffix(ending) if ending else name
    return f"{safe_part(stem, 2 * LONGEST_PART)}{kept}"


def each_once(paths: Iterable[str]) -> Iterator[str]:
    """Yield paths; one that came before, in whatever case, gets a number."""
    seen: set[str] = set()
    for path in paths:
        known = PurePosixPath(path)
        number, free = 1, path
        while free.casefold() in seen:
            number += 1
            free = str(known.with_name(f"{known.stem} ({number}){known.suffix}"))
        seen.add(free.casefold())
        yield free
