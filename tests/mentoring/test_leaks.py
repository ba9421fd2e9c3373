"""A private question is nobody's but the asker's, her mentors' and the methodists': whoever else opens everything finds nothing.

All addresses of the access matrix are opened as every role, and every page that they lead to; then everything that was
written outside of mentoring is read: notices, letters, calendars, the journal, the index of the search, the queue, the log.
"""

import json
import logging
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from tests.architecture.access.words import ROLES
from tests.architecture.access.world import make_world
from tests.mentoring import hidden as hiding
from tests.mentoring.crawling import Crawler, addresses_of, every_address

from nastavnik.mentoring import permissions
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.selectors import thread
from nastavnik.people.models import Letter, Notice
from nastavnik.programme.models import School

# allauth's own pages and the admin ask while they render; what a page says does not hang on the database that it asked
pytestmark = [pytest.mark.template_queries, pytest.mark.own_database]

# Methodists read everything; whatever else anybody may see is public or her own.
STRANGERS = [role for role in ROLES if role != "methodist"]
# Who walks everything; the others walk what knows of consultations: eight walks through all of it would open ten thousand pages.
EVERYWHERE = frozenset({"guest", "mentor"})
NEAR = ("mentoring:", "contest:", "grants:", "learning:", "portal:", "people:", "search:", "video:", "/")
# Where words of a consultation lie, besides mentoring's own tables: the note of a moment is the mentor's.
KEPT_ELSEWHERE = {("video.moment", "note")}

ANOTHER_EACH_TIME = ("csrf", "token", "nonce", "content-length", "expires:")

# The two of an appointment are told by letter where they meet; what it is about is not.
TOLD_BY_LETTER = {"address"}


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def school(world):
    return School.objects.get(path="")


@pytest.fixture
def methodist(world):
    return world[0]["methodist"]


@pytest.fixture
def hidden(world, school, methodist, caplog):
    """Return a whole consultation, an appointment and a mentorship that nobody else may know of."""
    caplog.set_level(logging.DEBUG, logger="nastavnik")
    made = hiding.hide_people(school)
    hiding.hide_question(made, school, methodist)
    hiding.hide_appointment(made, school)
    hiding.hide_mentorship(made, school, methodist)
    return made


def told(leaks: list[str]) -> str:
    return "\n".join(["", *leaks])


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_else_finds_a_word_on_any_page(role, world, hidden):
    people, things, _strange = world

    within = ("",) if role in EVERYWHERE else NEAR
    begin = every_address(things, within=within)
    visit = Crawler(people[role]).crawl([*begin, *addresses_of(hidden.tokens)], within=within)

    leaks = visit.holding(hidden.words.values())
    assert len(visit.pages) > 300
    assert leaks == [], told(leaks)


def test_who_may_read_it_finds_it_with_the_same_eyes(world, hidden, methodist):
    """A crawler that finds nothing proves nothing unless it finds what is there to be found."""
    begin = [*addresses_of(hidden.tokens), ("GET", "/mentorships/"), ("GET", "/appointments/past/")]

    seen = {
        who: Crawler(person).crawl(begin, is_following=False)
        for who, person in (("asker", hidden.asker), ("mentor", hidden.mentor))
    }

    found = {
        who: {line.partition(" in ")[0] for line in visit.holding(hidden.words.values())} for who, visit in seen.items()
    }
    read_by_both = {
        hidden.words[where] for where in ("subject", "text", "file", "file name", "answer", "reply", "topic")
    }
    assert read_by_both <= found["asker"] & found["mentor"]
    assert hidden.words["unsent answer"] in found["mentor"] - found["asker"]
    assert hidden.words["unsent remark"] in found["asker"] - found["mentor"]
    assert hidden.words["draft"] in found["asker"] - found["mentor"]


@pytest.mark.parametrize("role", ["guest", "learner", "mentor", "methodist", "director"])
def test_nothing_is_found_by_its_own_words(role, world, hidden):
    """Looking for one word of a question brings none of its others, not even to who may read it."""
    people, _things, _strange = world
    crawler = Crawler(people[role])
    sought, others = hidden.words["subject"], [word for where, word in hidden.words.items() if where != "subject"]

    for name in ("search:search", "search:suggestions", "mentoring:public_answers"):
        answer = crawler.ask("GET", f"{reverse(name)}?q={sought}")
        assert not [word for word in others if word.encode() in answer]
    typed = {"subject": f"Слово {sought}", "text": f"Слово {sought} и дальше"}
    answer = crawler.ask("POST", reverse("mentoring:question_suggestions"), typed)
    assert hidden.words["answer"].encode() not in answer


def test_no_number_of_others_tells_of_a_question(world, school, methodist):
    """What strangers see is the same, letter by letter, whether somebody has asked something private or not."""
    people, _things, _strange = world
    made, film = hiding.hide_people(school), hiding.film_to_ask_about(school)
    pages = [("GET", reverse(f"mentoring:{name}")) for name in ("consultations", "public_answers", "appointments")]
    pages += [("GET", address) for address in ("/", "/me/", "/search/", "/sitemap.xml", reverse("mentoring:queue"))]
    strangers = {role: Crawler(people[role]) for role in ("guest", "learner", "head", "juror", "mentor", "outsider")}

    def seen():
        return {(role, page): words_of(one.ask(*page)) for role, one in strangers.items() for page in pages}

    before = seen()
    hiding.hide_question(made, school, methodist, film)

    after = seen()
    assert [key for key in before if before[key] != after[key]] == []


def words_of(answer: bytes) -> str:
    """Return an answer without what is another one each time: tokens of forms, and the clock."""
    lines = answer.decode("utf-8", "ignore").splitlines()
    return "\n".join(line for line in lines if not any(word in line.lower() for word in ANOTHER_EACH_TIME))


def test_nothing_of_it_is_written_outside_of_mentoring(hidden):
    leaks = [
        f"{word} ({where}) in {place}"
        for place, text in everything_written()
        for where, word in hidden.words.items()
        if word in text and where not in TOLD_BY_LETTER
    ]

    assert Notice.objects.filter(user=hidden.asker).exists()
    assert Letter.objects.filter(user=hidden.mentor).exclude(calendar="").exists()
    assert leaks == [], told(leaks)


def everything_written():
    """Yield every text and every record of data in the tables of all apps but mentoring."""
    for model in apps.get_models():
        label = model._meta.label_lower
        if model._meta.app_label == "mentoring":
            continue
        texts = [
            one
            for one in model._meta.concrete_fields
            if isinstance(one, models.CharField | models.TextField | models.JSONField | models.BinaryField)
        ]
        for row in model._base_manager.values(*(one.attname for one in texts)) if texts else ():
            for name, value in row.items():
                if (label, name) not in KEPT_ELSEWHERE:
                    yield f"{label}.{name}", as_text(value)


def as_text(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "ignore")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def files_in(folder: str) -> Iterator[str]:
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from files_in(f"{folder}/{inner}")


def test_names_of_files_say_nothing(hidden):
    names = list(files_in("consultations"))

    assert names
    assert [name for name in names for word in hidden.words.values() if word in name] == []


def test_the_log_names_ids_alone(hidden, caplog):
    said = "\n".join(
        [caplog.text, *(str(record.__dict__) for record in caplog.records if record.name.startswith("nastavnik"))]
    )

    assert [where for where, word in hidden.words.items() if word in said] == []


# --- a leak is found -------------------------------------------------------------------------------------------------


def test_a_word_on_a_public_page_is_found(world, hidden, school):
    people, _things, _strange = world
    School.objects.filter(pk=school.pk).update(motto=f"Читаем {hidden.words['text']}")

    visit = Crawler(people["guest"]).crawl([("GET", "/")], is_following=False)

    assert visit.holding(hidden.words.values())


def test_rights_that_are_too_wide_are_found(world, hidden, monkeypatch):
    people, _things, _strange = world
    opened = lambda _actor, school: Consultation.objects.filter(school=school)  # noqa: E731 -- one line is all of it
    for module in (permissions, thread):
        if hasattr(module, "consultations_visible_to"):
            monkeypatch.setattr(module, "consultations_visible_to", opened)

    visit = Crawler(people["learner"]).crawl(addresses_of(hidden.tokens), is_following=False)

    assert any(hidden.words["text"] in line for line in visit.holding(hidden.words.values()))


def test_a_word_in_a_notice_is_found(world, hidden):
    people, _things, _strange = world
    Notice.objects.filter(user=people["learner"]).update(title=f"Вам {hidden.words['answer']}")

    visit = Crawler(people["learner"]).crawl([("GET", reverse("people:notices"))], is_following=False)

    assert any(hidden.words["answer"] in line for line in visit.holding(hidden.words.values()))
    assert any(hidden.words["answer"] in text for _place, text in everything_written())


def test_a_word_in_a_workbook_and_in_a_calendar_is_read(hidden):
    """What is packed, folded and escaped is read too."""
    from tests.mentoring.crawling import readable  # noqa: PLC0415 -- beside what it shows

    word = hidden.words["text"]
    folded = f"SUMMARY:{word[:4]}\r\n {word[4:]}".encode()
    escaped = json.dumps({"text": word}).encode()

    assert all(word.encode() in readable(body) for body in (folded, escaped, word.encode()))
