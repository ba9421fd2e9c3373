"""What is not for everybody is told to nobody: one look at every public address of machines, of frames and of films."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import LessonFactory, LessonSpeakerFactory, ProgrammeFactory
from tests.publishing.factories import CollectionFactory
from tests.publishing.pressed import pressed
from tests.search.factories import CueFactory, TranscriptFactory
from tests.video.factories import SoundFileFactory, VideoFactory

from nastavnik.publishing.services.catalogues import renew_catalogues
from nastavnik.search import services as search
from nastavnik.video.enums import Access, ChapterKind
from nastavnik.video.models import Chapter, Deck, Slide

# what is asked for, what the closed ones are called and what is said in them, what everybody may see
ASKED, SECRET, SAID, OPEN = "Тайна", "Тайна ларца", "Тайна в игле", "Открытое"
# what is asked of the school as a whole, with arguments
LISTS = [
    ("portal:lessons_feed", {}),
    ("portal:podcast", {}),
    ("portal:sitemap", {}),
    ("portal:home", {}),
    ("portal:programme", {}),
    ("portal:videos", {}),
    ("search:search", {"q": ASKED}),
    ("search:suggestions", {"q": ASKED}),
    ("publishing:shelf", {}),
    ("publishing:opds", {}),
    ("publishing:opds_books", {}),
    ("publishing:opds2_books", {"query": ASKED}),
    ("publishing:oai", {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}),
    *(("publishing:oai", {"verb": "ListRecords", "metadataPrefix": prefix}) for prefix in ("oai_dc", "marc21")),
    *(("portal:embed", {"view": view, "q": ASKED}) for view in ("programme", "next", "videos", "moments", "results")),
]
FILM = (
    "watch",
    "status",
    "chapters",
    "podcast_chapters",
    "words",
    "slides",
    "poster",
    "sound",
    "embed",
)
ENDINGS = ("mrc", "xml", "rusmarc.iso", "rusmarc.xml", "dc.xml")


def filmed(lesson, title, said, **others):
    """Return a film with words, chapters, slides and sound."""
    film = VideoFactory(lesson=lesson, ready=True, title=title, has_poster=True, **others)
    CueFactory(transcript=TranscriptFactory(video=film, language="ru"), seconds=1.0, text=said)
    Chapter.objects.create(video=film, seconds=0, title=said, kind=ChapterKind.HAND)
    Deck.objects.create(video=film)
    Slide.objects.create(video=film, seconds=1, title=said, still="s1", origin="found")
    SoundFileFactory(video=film)
    search.index_video(video_id=film.pk, now=timezone.now())
    return film


@pytest.fixture
def here(school, cycle):
    """One lesson for everybody, and all that is for others only."""
    shown = LessonFactory(cycle=cycle, held=True, slug="shown", title=f"{OPEN} занятие")
    hidden_year = ProgrammeFactory(school=school, is_public=False, title=f"{SECRET} года")
    draft = LessonFactory(cycle=cycle, slug="draft", title=f"{SECRET} черновика")
    hidden = LessonFactory(cycle__programme=hidden_year, cycle__title=SECRET, held=True, slug="hidden", title=SECRET)
    members = LessonFactory(cycle=cycle, held=True, slug="members", title=f"{OPEN} для своих")
    for lesson in (draft, hidden):
        LessonSpeakerFactory(lesson=lesson, speaker__name=f"{SECRET} Ведущая")
    book = CollectionFactory(school=school, title=f"{SECRET} книги")
    pressed(book, epub=b"PK")
    closed = [filmed(lesson, SECRET, SAID, access=Access.OPEN) for lesson in (draft, hidden)]
    closed += [filmed(members, OPEN, SAID, access=access) for access in (Access.ENROLLED, Access.LINK)]
    return SimpleNamespace(
        year=hidden_year,
        lessons=[draft, hidden],
        members=members,
        films=closed,
        book=book,
        shown=filmed(shown, OPEN, OPEN, access=Access.OPEN),
    )


def text_of(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8", "replace")


def test_what_is_closed_is_in_no_list_of_anybody(client, here, school):
    renew_catalogues(clock=timezone.now)
    told = {(name, *arguments.values()): text_of(client.get(reverse(name), arguments)) for name, arguments in LISTS}

    names = [SECRET, SAID, here.book.token, here.year.token, *(film.token for film in here.films)]
    names += [word for lesson in here.lessons for word in (lesson.uid, f"lessons/{lesson.slug}/")]
    leaks = {key: [word for word in names if word in text] for key, text in told.items()}
    assert {key: found for key, found in leaks.items() if found} == {}
    # these lists do tell of what is open
    assert here.shown.token in told["portal:podcast",]
    assert all(OPEN in told[key] for key in [("portal:lessons_feed",), ("publishing:oai", "ListRecords", "oai_dc")])


def test_what_is_closed_has_no_address_that_answers_strangers(client, here, school):
    addresses = [reverse(f"video:{name}", args=[film.token]) for film in here.films[:3] for name in FILM]
    addresses += [reverse("video:words_file", args=[film.token, "ru", "vtt"]) for film in here.films[:3]]
    for lesson in here.lessons:
        addresses += [reverse("publishing:record", args=["lesson", lesson.uid, ending]) for ending in ENDINGS]
        addresses += [f"/cards/lessons/{lesson.slug}.png", f"/lessons/{lesson.slug}/", f"/lessons/{lesson.slug}.ics"]
        addresses += [f"/oembed/?url={school.base_url}/lessons/{lesson.slug}/"]
    addresses += [f"/cards/programme/{here.year.token}.png", f"/programme/{here.year.token}.ics"]
    addresses += [f"/cards/collections/{here.book.slug}.png", f"/collections/{here.book.slug}/book.epub"]
    addresses += [f"/embed/year/{here.year.token}/"]
    addresses += [f"/oembed/?url={school.base_url}/videos/{film.token}/" for film in here.films[:3]]

    answers = {address: client.get(address) for address in addresses}

    said = {address: text_of(answer) for address, answer in answers.items()}
    assert [address for address, text in said.items() if SECRET in text or SAID in text] == []
    # of a film for some a stranger learns that there is one, of all others nothing
    there = {address: answer.status_code for address, answer in answers.items() if answer.status_code != 404}
    some = here.films[2].token
    locked = {f"/videos/{some}/": 200, f"/videos/{some}/status/": 200, f"/embed/{some}/": 200}
    assert there == {**locked, f"/oembed/?url={school.base_url}/videos/{some}/": 401}
    assert client.get(reverse("video:words", args=[here.shown.token])).status_code == 200


def test_lesson_for_everybody_with_a_film_for_some_tells_of_no_film(client, here, school):
    renew_catalogues(clock=timezone.now)
    record = text_of(client.get(reverse("publishing:record", args=["lesson", here.members.uid, "dc.xml"])))
    shown = client.get("/oembed/", {"url": f"{school.base_url}/lessons/members/"}).json()
    frame = text_of(client.get("/embed/", {"view": "videos", "film": here.films[2].token}))

    assert OPEN in record
    assert "video/mp4" not in record
    assert shown["type"] == "link"
    assert not {"html", "thumbnail"} & set(shown)
    assert SAID not in frame
