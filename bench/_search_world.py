"""The archive of `bench.search` in a database, and the time that each way of asking it takes."""

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from bench import _search_corpus as corpus
from nastavnik.core import clock
from nastavnik.people.models import Organisation
from nastavnik.programme.models import Cycle, Lesson, Programme, School
from nastavnik.search import selectors, services
from nastavnik.search.enums import PassageKind
from nastavnik.search.models import Serial, Term
from nastavnik.search.services.terms import note_misspellings
from nastavnik.search.text import indexes, questions
from nastavnik.search.text.spelling import HEAD
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Video

GUEST = AnonymousUser()
BATCH = 20_000
# a plain question takes so many rows and sorts them all: what the index costs without our order of numbers
BARE = {
    "sqlite": "SELECT p.id, p.text FROM search_index JOIN search_passage p ON p.id = search_index.rowid "
    "WHERE search_index MATCH %s ORDER BY length(p.lemmas), p.id LIMIT 20",
    "postgresql": "SELECT id, text FROM search_passage WHERE found_by @@ %s::tsquery ORDER BY length(lemmas), id LIMIT 20",
}
GIN = ("search_passage_found_by", "search_passage_pairs")
SIZE_OF_GIN = """
    SELECT sum(pg_relation_size(i.indexrelid)) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
    JOIN pg_class t ON t.oid = i.indrelid WHERE a.amname = 'gin' AND t.relname LIKE 'search_passage%'
"""
COLUMNS = "id, school_id, kind, video_id, origin, url, seconds, end_seconds, text, starts, lemmas"


def make_school(lessons: int) -> School:
    """Make a school with so many lessons, each with its film, alike in every database."""
    owner = Organisation.objects.create(name="Сеть", short_name="Сеть", legal_form="mbuk")
    school = School.objects.create(slug="bench", title="Школа", owner=owner)
    day = corpus.FIRST_DAY.date()
    words = {"starts_on": day, "ends_on": day + timedelta(days=3650), "is_public": True}
    programme = Programme.objects.create(school=school, title="Программа", **words)
    cycle = Cycle.objects.create(programme=programme, title="Цикл", position=1)
    Lesson.objects.bulk_create(
        [
            Lesson(
                cycle=cycle,
                school=school,
                slug=f"lesson-{number}",
                title=f"Занятие {number}",
                state="held",
                starts_at=corpus.said_at(number),
                number=number + 1,
            )
            for number in range(lessons)
        ],
        batch_size=500,
    )
    facts: dict[str, Any] = {"build": "b", "state": VideoState.READY, "duration_seconds": 3600.0}
    Video.objects.bulk_create(
        [
            Video(school=school, lesson=lesson, title=lesson.title, created_at=corpus.said_at(number), **facts)
            for number, lesson in enumerate(Lesson.objects.order_by("pk"))
        ],
        batch_size=500,
    )
    return school


def fill(path: Path, school: School) -> dict[str, float]:
    """Bring the phrases into the database; return seconds and bytes of what was done."""
    videos = list(Video.objects.order_by("pk").values_list("pk", flat=True))
    load = _fill_sqlite if connection.vendor == "sqlite" else _fill_postgres
    times = load(path, school.pk, videos)
    began = time.perf_counter()
    _count_terms(path, school.pk)
    return times | {"words": time.perf_counter() - began} | _sizes()


def _rows(path: Path, school_id: int, videos: list[int]) -> Iterator[tuple[Any, ...]]:
    for cue in corpus.read(path):
        end = cue.seconds + corpus.SECONDS_OF_A_CUE
        yield (cue.id, school_id, "cue", videos[cue.lesson], "", "", cue.seconds, end, cue.text, "[]", cue.lemmas)


def _fill_sqlite(path: Path, school_id: int, videos: list[int]) -> dict[str, float]:
    """Insert the rows without the index, then let the index read them all, as after a restore."""
    began = time.perf_counter()
    triggers: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        rows = _rows(path, school_id, videos)
        insert = f"INSERT INTO search_passage ({COLUMNS}) VALUES ({', '.join(['%s'] * 11)})"  # noqa: S608 -- names of ours
        with transaction.atomic():
            while batch := list(islice(rows, BATCH)):
                cursor.executemany(insert, batch)
        filled = time.perf_counter()
        cursor.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        for _name, sql in triggers:
            cursor.execute(sql)
    indexed = time.perf_counter()
    Serial.objects.create(pk=1, last=10_000_000)
    return {"rows": filled - began, "index": indexed - filled}


def _fill_postgres(path: Path, school_id: int, videos: list[int]) -> dict[str, float]:
    """Copy the rows without the index, then make the index, as a restore does."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(GIN)])
        indexes_made = cursor.fetchall()
        for name, _made in indexes_made:
            cursor.execute(f"DROP INDEX {name}")
        with cursor.copy(f"COPY search_passage ({COLUMNS}) FROM STDIN") as copy:
            for row in _rows(path, school_id, videos):
                copy.write_row(row)
        filled = time.perf_counter()
        for _name, made in indexes_made:
            cursor.execute(made.replace(" ON ONLY ", " ON "))
        indexed = time.perf_counter()
        cursor.execute("ANALYZE")
    Serial.objects.create(pk=1, last=10_000_000)
    return {"rows": filled - began, "index": indexed - filled}


def _count_terms(path: Path, school_id: int) -> None:
    counts: Counter[str] = Counter()
    for cue in corpus.read(path):
        counts.update(set(cue.lemmas.split()))
    rows = [
        Term(school_id=school_id, term=term, head=term[:HEAD], count=count) for term, count in sorted(counts.items())
    ]
    Term.objects.bulk_create(rows, batch_size=2000)
    note_misspellings(terms=counts)


def _sizes() -> dict[str, float]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sum(length(block)) FROM search_index_data")
            index = cursor.fetchone()[0]
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            return {"index_bytes": index, "all_bytes": cursor.fetchone()[0]}
        cursor.execute(SIZE_OF_GIN)
        index = cursor.fetchone()[0]
        cursor.execute("SELECT pg_database_size(current_database())")
        return {"index_bytes": float(index), "all_bytes": float(cursor.fetchone()[0])}


# --- asking ----------------------------------------------------------------------------------------------------------


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """Return what `act` gives, and how many milliseconds it took."""
    began = time.perf_counter()
    given = act()
    return given, (time.perf_counter() - began) * 1000


def ask_all(school: School, asked: dict[str, list[str]], typed: dict[str, list[str]]) -> dict[str, Any]:
    """Ask every question twice; return by kind the milliseconds of the second time, of the bare index, and the answers."""
    actor, now = GUEST, clock.now()
    told: dict[str, Any] = {}
    for kind, texts in asked.items():
        told[kind] = _ask_kind(texts, lambda text: selectors.search(actor, school, text, now))
        told[kind]["bare"] = [min(_bare(text) for _ in range(2)) for text in texts]
    for kind, texts in typed.items():
        told[kind] = _ask_kind(texts, lambda text: selectors.suggestions(actor, school, text, now))
        told[kind]["bare"] = []
    return told


def _ask_kind(texts: list[str], ask: Callable[[str], Any]) -> dict[str, Any]:
    milliseconds, answers = [], []
    ask(texts[0])
    for text in texts:
        given, once = timed(partial(ask, text))
        _given, again = timed(partial(ask, text))
        milliseconds.append(min(once, again))
        answers.append(_answer(given))
    return {"ms": milliseconds, "answers": answers}


def _answer(given: Any) -> list[str]:
    """Return an answer as both databases must give it."""
    hits = (
        [hit for group in given.groups for hit in group.hits]
        if hasattr(given, "groups")
        else [one.hit for one in given]
    )
    return [f"{hit.url} {hit.text}" for hit in hits]


def _bare(text: str) -> float:
    """Return the milliseconds that the index alone takes for the same words, sorted the plain way."""
    asked = questions.read(text)
    words = indexes.as_fts5(asked.clauses) if connection.vendor == "sqlite" else indexes.as_tsquery(asked.clauses)

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE[connection.vendor], [words])
            cursor.fetchall()

    return timed(ask)[1]


def add_while_searching(school: School, words: corpus.Vocabulary, asked: list[str]) -> dict[str, Any]:
    """Add ten lessons of 600 phrases while another thread searches; return the milliseconds of both."""
    over, searches = threading.Event(), list[float]()

    def search_on() -> None:
        dice = random.Random(1)
        while not over.is_set():
            searches.append(timed(lambda: selectors.search(GUEST, school, dice.choice(asked), clock.now()))[1])
        connection.close()

    searcher = threading.Thread(target=search_on)
    searcher.start()
    additions = []
    for video in Video.objects.order_by("-pk")[:10]:
        new = [
            services.NewPassage(
                PassageKind.CUE, f"{cue.text} {video.pk}", corpus.said_at(1), cue.seconds, cue.seconds + 5
            )
            for cue in corpus.cues(words, corpus.CUES_OF_A_LESSON, seed=video.pk)
        ]
        source = services.Source(school.pk, video_id=video.pk)
        additions.append(timed(partial(services.replace_passages, source=source, passages=new))[1])
    over.set()
    searcher.join()
    return {"additions": additions, "searches": searches}


def run(folder: Path) -> None:
    """Do everything with the database that is set up; print it as JSON. One that was made before is only asked."""
    plan = json.loads((folder / "plan.json").read_text())
    told: dict[str, Any] = {}
    school = School.objects.filter(slug="bench").first()
    is_new = school is None
    if school is None:
        school = make_school(plan["lessons"])
        told["made"] = fill(folder / "cues.tsv", school)
    told["kinds"] = ask_all(school, plan["asked"], plan["typed"])
    if is_new and not plan["is_kept"]:
        words = corpus.Vocabulary(**plan["words"])
        told["adding"] = add_while_searching(school, words, plan["asked"]["2 common words"])
    sys.stdout.write(json.dumps(told))
