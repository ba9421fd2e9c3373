"""A blind jury learns nobody's name, nobody learns a mark before her own, and nobody an outcome before its release: whoever opens
everything finds nothing that is not hers.

All addresses of the access matrix are opened as every role and as everybody around the contests, with the world's things and with
those of the hidden contests, and every page that they lead to; then what was written outside of contests is read.
"""

from collections.abc import Iterable, Iterator

import pytest
from django.db.models import F
from django.urls import reverse
from tests.architecture.access import TABLE
from tests.architecture.access.world import make_world
from tests.contest import hidden as hiding
from tests.contest.hidden import Secret
from tests.mentoring import crawling
from tests.mentoring.crawling import Crawler, every_address, links_of, words_of_paper
from tests.mentoring.test_leaks import everything_written, told, words_of

from nastavnik.contest.models import (
    Application,
    Contest,
    Decision,
    GalleryEntry,
    Mark,
    ScoreSheet,
)
from nastavnik.contest.selectors.applications import reading
from nastavnik.core import clock
from nastavnik.people.models import Letter, Library, Notice
from nastavnik.programme.models import School

# allauth's own pages and the admin ask while they render; what a page says does not hang on the database that it asked
pytestmark = [pytest.mark.template_queries, pytest.mark.own_database]

# every address is opened first, then what they lead to; the desk's pages lead to ever more of them
MOST_PAGES = 1800
# A guest opens every address there is and whatever it leads to, the others those of the apps that know of contests and of people
# (those below know of no contest; collections and the interface of programs take everybody for a guest): all of them would open
# twenty thousand pages.
EVERYWHERE = frozenset({"guest"})
NEAR = ("contest:", "grants:", "portal:", "people:", "search:", "learning:verify", "/")
STRANGERS = ("guest", "learner", "head", "outsider")
JURORS = ("juror", "finished juror", "chair", "recused juror")
APPLICANTS = ("applicant", "co-author")
# What the desk keeps: why somebody does not judge, who of the jury marked what, all after the review.
KEPT_BY_DESK = frozenset(Secret) - {Secret.NOTES, Secret.MARKS, Secret.DRAFT}


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(crawling, "MOST_PAGES", MOST_PAGES)
    return make_world()


@pytest.fixture
def hidden(world):
    return hiding.hide_contests(School.objects.get(path=""), world[0])


def person_called(name, world, hidden):
    return hidden.people[name] if name in hidden.people else world[0][name]


def addresses_of(things: Iterable[dict[str, object]], world_things) -> Iterator[tuple[str, str]]:
    """Yield the addresses of the matrix with hidden things in place of those of the world."""
    for hidden_things in things:
        for row in TABLE:
            if row.name.startswith("contest:") and any(name in hidden_things for name in row.things):
                merged = world_things | hidden_things
                yield ("POST" if row.is_post else "GET"), reverse(row.name, args=[merged[one] for one in row.things])


def own_words(who: str, hidden) -> set[str]:
    """Return what somebody may read although others may not: her own sheets, her own application, her own name."""
    words = {secret: hidden.words[secret] for secret in Secret}
    if who in APPLICANTS:
        return set(hidden.of(Secret.WHO, Secret.PROJECT, *([Secret.DRAFT] if who == "applicant" else [])))
    name = "juror of the world" if who == "juror" else who
    own = {word for one in words.values() for where, word in one.items() if is_hers(name, where)}
    if who == "recused juror":
        # what she wrote before is in her own data; what she declared herself she knows by its title, and why
        return own | set(hidden.of(Secret.RECUSED)) | {hidden.words[Secret.PROJECT]["title"]}
    return own | (set(hidden.of(Secret.PROJECT)) if who in JURORS else set())


def is_hers(name: str, where: str) -> bool:
    whose = {"juror of the world": ("juror of the world", "juror of the released")}
    whose |= {"finished juror": ("finished juror", "other juror of the released")}
    whose |= {"chair": ("chair",)}
    return any(one in where.removeprefix("other ") or one in where for one in whose.get(name, (name,)))


def leaks_of(who: str, world, hidden, *, secrets: Iterable[Secret] = tuple(Secret)) -> tuple[list[str], int]:
    """Walk everything as somebody; return what she found that is not hers, and how many pages she saw."""
    crawler = Crawler(person_called(who, world, hidden))
    within = ("",) if who in EVERYWHERE else NEAR
    begin = [*every_address(world[1], within=within), *addresses_of(hidden.things, world[1])]
    assert len(set(begin)) < MOST_PAGES
    visit = crawler.crawl(dict.fromkeys(begin), within=within)
    return list(visit.holding(set(hidden.of(*secrets)) - own_words(who, hidden))), len(visit.pages)


@pytest.mark.parametrize("who", [*STRANGERS, *JURORS, *APPLICANTS])
def test_nobody_finds_what_is_not_hers(who, world, hidden):
    found, pages = leaks_of(who, world, hidden)

    places = {word: f"{secret}: {where}" for secret, words in hidden.words.items() for where, word in words.items()}
    assert pages > 300
    assert found == [], told([f"{line} ({places[line.split()[0]]})" for line in found])


@pytest.mark.parametrize("who", ["methodist", "director"])
def test_desk_finds_no_draft_no_note_and_no_mark_of_a_review(who, world, hidden):
    found = found_at(who, world, hidden, Secret.DRAFT, Secret.NOTES, Secret.MARKS)

    assert found == [], told(found)


# --- what is changed out of sight changes no page --------------------------------------------------------------------


def pages_of_contests(hidden, things):
    """Return the addresses at which something of the hidden contests could be read, and those that tell news."""
    others = [("GET", reverse(name)) for name in ("people:notices", "people:export_own_data", "search:search")]
    others += [("GET", address) for address in ("/", "/me/", "/contests/", "/desk/", "/desk/jury/", "/sitemap.xml")]
    shown = [pair for pair in addresses_of(hidden.things, things) if pair[0] == "GET"]
    tables = [
        ("GET", f"{address}?export={kind}") for _get, address in shown for kind in ("csv",) if "/desk/" in address
    ]
    return list(dict.fromkeys([*shown, *others, *tables]))


def seen_by(people, pages):
    """Return every page as everybody sees it, without what is another each time."""
    return {(who, page): shown_by(one.ask(*page)) for who, one in people.items() for page in pages}


def shown_by(answer: bytes) -> str:
    """Return an answer without what is another one each time; of a paper its words."""
    paper = words_of_paper(answer).splitlines()
    return "\n".join(line for line in paper if not line.startswith("D:")) or words_of(answer)


def changed_between(before, after) -> list[str]:
    return [f"{who}: {page[1]}" for (who, page), text in before.items() if after[who, page] != text]


@pytest.fixture
def browsers(world, hidden, monkeypatch):
    moment = clock.now()
    # papers and pages tell when they were made
    monkeypatch.setattr(clock, "now", lambda: moment)
    return lambda *names: {who: Crawler(person_called(who, world, hidden)) for who in names}


def test_marks_of_others_change_nobody_s_page_while_the_review_goes_on(world, hidden, browsers):
    """Neither a mark nor a mean of any kind: who runs the contest sees how far everybody is, and no more."""
    blind = Contest.objects.get(slug="blind")
    own = ScoreSheet.objects.filter(juror__user=world[0]["juror"], juror__contest=blind)
    pages = pages_of_contests(hidden, world[1])
    people = browsers("juror", "recused juror", "applicant", "methodist")
    before = seen_by(people, pages)
    others = (
        ScoreSheet.objects.filter(juror__contest=blind)
        .exclude(pk__in=own)
        .exclude(juror__user=hidden.people["recused juror"])
    )

    assert Mark.objects.filter(sheet__in=others).update(value=F("value") - 5, comment="Иначе") > 0
    others.update(advice="Иначе", notes="Иначе")

    assert changed_between(before, seen_by(people, pages)) == []


def test_names_change_no_page_of_a_blind_jury(world, hidden, browsers):
    blind = Contest.objects.get(slug="blind")
    pages = [page for page in pages_of_contests(hidden, world[1]) if page[1] != "/contests/"]
    people = browsers("juror", "finished juror", "chair", "guest")
    before = seen_by(people, pages)

    application = Application.objects.filter(contest=blind).first()
    for name in ("applicant", "co-author"):
        hidden.people[name].full_name = "Совсем Другая"
        hidden.people[name].save()
    Library.objects.filter(pk=application.library_id).update(name="Другая", name_key="другая", settlement="Иной")

    assert changed_between(before, seen_by(people, pages)) == []


def test_decisions_change_nobody_s_page_before_the_release(world, hidden, browsers):
    decided = Contest.objects.get(slug="decided")
    pages = pages_of_contests(hidden, world[1])
    author = next(name for name in hidden.people if name.startswith("author 1"))
    people = browsers("juror", author, "applicant", "guest")
    before = seen_by(people, pages)

    rows = Decision.objects.filter(application__contest=decided)
    assert rows.update(note="Иначе", letter="Иначе", place=None, award=None) == 2
    GalleryEntry.objects.filter(application__contest=decided).delete()

    assert changed_between(before, seen_by(people, pages)) == []


# --- what is written outside of contests -----------------------------------------------------------------------------


def test_notices_and_letters_go_to_who_may_read_them(world, hidden):
    known = {person.pk: name for name, person in [*world[0].items(), *hidden.people.items()] if person is not None}
    rows = [(one.user_id, f"{one.title} {one.text} {one.link}") for one in Notice.objects.all()]
    rows += [(one.user_id, f"{one.subject} {one.text} {one.html}") for one in Letter.objects.filter(user__isnull=False)]
    desk = {"methodist"}

    leaks = [
        f"{where} ({secret}) for {known.get(user_id)}"
        for user_id, text in rows
        for secret, words in hidden.words.items()
        for where, word in words.items()
        if word in text
        and word not in own_words(known.get(user_id, ""), hidden)
        and not (known.get(user_id) in desk and secret in KEPT_BY_DESK)
    ]

    assert any(user_id == hidden.people["applicant"].pk for user_id, _text in rows)
    assert leaks == [], told(leaks)


def test_nothing_of_a_contest_is_found_by_the_search(hidden):
    leaks = [
        f"{word} in {place}"
        for place, text in everything_written()
        if place.startswith("search.")
        for word in hidden.of(*Secret)
        if word in text
    ]

    assert leaks == [], told(leaks)


# --- a leak is found -------------------------------------------------------------------------------------------------


def found_at(who, world, hidden, *secrets):
    """Return what somebody finds at the addresses of the hidden contests and in the files that they lead to."""
    crawler = Crawler(person_called(who, world, hidden))
    first = crawler.crawl(dict.fromkeys(addresses_of(hidden.things, world[1])), is_following=False)
    files = {link for body in first.pages.values() for link in links_of(body, "/") if "/files/" in link}
    then = crawler.crawl([("GET", link) for link in sorted(files)], is_following=False)
    return [*first.holding(hidden.of(*secrets)), *then.holding(hidden.of(*secrets))]


def test_names_that_a_reading_would_show_are_found(world, hidden, monkeypatch):
    shown = reading.application_to_read
    monkeypatch.setattr(
        "nastavnik.contest.selectors.jury.sheet.application_to_read",
        lambda one, **_how: shown(one, is_blind=False),
    )

    lines = found_at("juror", world, hidden, Secret.WHO)

    for where in ("library", "head", "team", "name of a pdf in plans"):
        assert any(hidden.words[Secret.WHO][where] in line for line in lines), where


def test_notes_of_files_that_were_sent_as_they_are_would_be_found(world, hidden, monkeypatch):
    monkeypatch.setattr("nastavnik.contest.views.application_papers.bare_copy", lambda file, _kind: file.read())

    lines = found_at("juror", world, hidden, Secret.WHO)

    for kind in ("pdf", "docx"):
        assert any(hidden.words[Secret.WHO][f"notes of a {kind} in plans"] in line for line in lines), kind


def test_sheets_of_others_that_rights_would_open_are_found(world, hidden, monkeypatch):
    monkeypatch.setattr("nastavnik.contest.selectors.jury.sheet.marks_of", every_mark_of)

    lines = found_at("juror", world, hidden, Secret.MARKS)

    assert any(hidden.words[Secret.MARKS]["comment of chair on 1"] in line for line in lines)


def every_mark_of(sheet):
    """Return marks as a careless query would: of all who judge the application."""
    rows = Mark.objects.filter(sheet__application=sheet.application_id).order_by("sheet__juror__is_chair")
    return {row.criterion_id: (row.value, row.comment) for row in rows}


def test_results_that_a_page_would_show_too_early_are_found(world, hidden):
    decided = Contest.objects.get(slug="decided")
    Contest.objects.filter(pk=decided.pk).update(released_at=F("review_until"))

    lines = found_at("guest", world, hidden, Secret.OUTCOME)

    assert any(hidden.words[Secret.OUTCOME]["idea"] in line for line in lines)
