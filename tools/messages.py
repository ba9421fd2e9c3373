"""Texts for people: collect them from code and templates, compile them, and check that each has its Russian.

`messages.py update [APP…]`  add new texts to `<app>/locale/ru/LC_MESSAGES/django.po`, drop those no longer used
`messages.py compile`        write the `.mo` files that Django reads (no gettext programs needed)
`messages.py check`          fail when a text is missing, untranslated, or its placeholders differ
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "src" / "nastavnik"
PLURAL_FORMS = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
PLURALS_IN_RUSSIAN = 3
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")
Key = tuple[str, str, str]


def po_path(app: Path) -> Path:
    """Return where the Russian of `app` lies."""
    return app / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def apps_with_texts() -> list[Path]:
    """Return the app folders, in order of their names."""
    return sorted(path.parent for path in APPS.glob("*/__init__.py"))


def texts_of(app: Path) -> dict[Key, str]:
    """Return every (context, text, plural) used in `app` with one place where it stands."""
    found: dict[Key, str] = {}
    for path in sorted([*app.rglob("*.py"), *app.rglob("templates/**/*.html"), *app.rglob("templates/**/*.txt")]):
        if "migrations" in path.parts:
            continue
        for key in texts_in(path):
            found.setdefault(key, str(path.relative_to(ROOT)))
    return found


def texts_in(path: Path) -> Iterator[Key]:
    """Yield the texts of one file; templates are turned into code first, as Django's makemessages does."""
    from babel.messages.extract import extract  # noqa: PLC0415 -- compiling needs no Babel
    from django.utils.translation.template import templatize  # noqa: PLC0415 -- the same

    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # the indents of a page mean nothing to Python's tokenizer
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        single, plural = message if isinstance(message, tuple) else (message, "")
        yield (context or "", single, plural)


def update(app: Path) -> None:
    """Bring the catalogue of `app` up to its texts, keeping what is translated."""
    path, texts = po_path(app), texts_of(app)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known: dict[Key, polib.POEntry] = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry for entry in old}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": "ru",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS,
    }
    for key in sorted(texts, key=lambda key: (texts[key], key)):
        catalogue.append(known.get(key) or new_entry(key))
    if texts:
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
    elif path.exists():
        path.unlink()


def new_entry(key: Key) -> polib.POEntry:
    """Return an entry without a translation."""
    context, single, plural = key
    empty = dict.fromkeys(range(PLURALS_IN_RUSSIAN), "") if plural else {}
    return polib.POEntry(msgid=single, msgid_plural=plural, msgctxt=context or None, msgstr_plural=empty)


def compile_all() -> None:
    """Write a `.mo` beside every `.po` that is newer."""
    for app in apps_with_texts():
        source = po_path(app)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            draft = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)


def faults_of(app: Path) -> Iterator[str]:
    """Yield what is wrong with the catalogue of `app`."""
    path, texts = po_path(app), texts_of(app)
    entries = polib.pofile(str(path)) if path.exists() else []
    known = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry for entry in entries}
    for key, place in texts.items():
        if key not in known:
            yield f"{place}: not in the catalogue: {key[1]!r} (run: messages.py update {app.name})"
    for key, entry in known.items():
        if key not in texts:
            yield f"{path.relative_to(ROOT)}: no longer used: {key[1]!r}"
        yield from (f"{path.relative_to(ROOT)}: {fault}: {key[1]!r}" for fault in faults_in(entry))


def faults_in(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    russian = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy or not all(russian):
        yield "no Russian"
        return
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    if any(placeholders(text) - wanted for text in russian):
        yield "placeholders differ"
    if not entry.msgid_plural and placeholders(entry.msgstr) != wanted:
        yield "placeholders differ"


def placeholders(text: str) -> set[str]:
    """Return the placeholders of `text`."""
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def main(words: list[str]) -> int:
    """Run one of the three commands; return the exit code."""
    command, names = (words[0] if words else ""), words[1:]
    chosen = [app for app in apps_with_texts() if not names or app.name in names]
    if command == "update":
        for app in chosen:
            update(app)
        return 0
    if command == "compile":
        compile_all()
        return 0
    if command == "check":
        faults = [fault for app in chosen for fault in faults_of(app)]
        print(*faults, sep="\n")
        return 1 if faults else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
