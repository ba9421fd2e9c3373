"""A school with one of everything, beside another school that has the same: what the rows of the matrix open."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.utils import timezone

from nastavnik.live.enums import ChannelKind
from nastavnik.live.selectors.room.lookup import overlay_key
from nastavnik.live.selectors.room.tables import TABLES
from nastavnik.live.views.room_lead import MEMBER_DEEDS, MESSAGE_DEEDS, POLL_DEEDS, QUESTION_DEEDS
from nastavnik.people.enums import ConsentKind, LetterState, NoticeKind, Place, Role
from nastavnik.people.models import (
    ConsentRound,
    ConsentText,
    Invitation,
    Letter,
    Notice,
    PushSubscription,
    StaffImport,
    User,
)
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.people.selectors.notices import UNSUBSCRIBE_SALT
from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors.calendar import own_calendar_key
from nastavnik.programme.selectors.schools import forget_schools
from nastavnik.programme.views.deeds import DEEDS
from nastavnik.video.enums import Access, RefusalCode, TakeawayState, VideoState
from nastavnik.video.models import Deck, Slide, Takeaway, TranscriptVersion, Video
from tests.architecture.access.answering import things_of_answers
from tests.architecture.access.api import things_of_api
from tests.architecture.access.appointments import things_of_appointments
from tests.architecture.access.audience_counts import things_of_counts
from tests.architecture.access.audience_frozen import things_of_frozen
from tests.architecture.access.audience_report import things_of_report
from tests.architecture.access.consultations import things_of_consultations
from tests.architecture.access.contest_world import things_of_contests
from tests.architecture.access.grants import things_of_grants
from tests.architecture.access.learning_world import things_of_learning
from tests.architecture.access.mentorships import things_of_mentorships
from tests.architecture.access.publishing import things_of_publishing
from tests.architecture.access.queue import things_of_queue
from tests.architecture.access.studio_cards import things_of_cards
from tests.architecture.access.studio_shooting import things_of_shooting
from tests.architecture.access.studio_topics import things_of_topics
from tests.live.factories import BroadcastFactory, ChannelFactory, PartFactory, SenderFactory, StreamKeyFactory
from tests.live.room.factories import MessageFactory, PollFactory, QuestionFactory, RoomFactory
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    PartnerFactory,
    ProgrammeFactory,
    SchoolFactory,
)
from tests.video.factories import SoundFileFactory, UploadFactory, VideoFactory
from tests.video.moments.factories import MomentFactory, MomentListFactory
from tests.video.words.factories import CueFactory, GlossaryTermFactory

# the first word of the paths of the other school
OTHER_PATH = "other-school"
PASSWORD = "library-on-the-hill"

DEEDS_OF_ROOMS = (QUESTION_DEEDS, MESSAGE_DEEDS, MEMBER_DEEDS, POLL_DEEDS)

Things = dict[str, Any]
ROLES_IN_A_SCHOOL = {
    "learner": Role.LEARNER,
    "mentor": Role.MENTOR,
    "head": Role.HEAD,
    "juror": Role.JUROR,
    "methodist": Role.METHODIST,
    "director": Role.DIRECTOR,
}


def make_world() -> tuple[dict[str, User | None], Things, Things]:
    """Return who comes, the things of the school that answers, and the same things of another one."""
    school, other = SchoolFactory(), SchoolFactory(path=OTHER_PATH)
    forget_schools()
    people = people_of_school(school)
    strangers = people_of_school(other)
    people |= {
        "guest": None,
        "outsider": strangers["methodist"],
        "operator": UserFactory(is_staff=True, is_superuser=True, password=PASSWORD),
    }
    things, strange = things_of(school, people), things_of(other, strangers)
    for person in filter(None, people.values()):
        answer_consents(person, place_of(school))
    return people, things, strange


def people_of_school(school: School) -> dict[str, User | None]:
    """Return somebody in each role of the school."""
    people: dict[str, User | None] = {}
    for name, role in ROLES_IN_A_SCHOOL.items():
        people[name] = UserFactory(full_name=f"{role.label} {school.pk}", password=PASSWORD)
        grant(people[name], role, place_of(school))
    return people


def answer_consents(person: User, place: Place) -> None:
    """Let a person have gone through the documents: else every page would ask her first."""
    ConsentRound.objects.create(user=person, place_kind=place.kind, place_id=place.id, answered_at=timezone.now())


def things_of(school: School, people: dict[str, User | None]) -> Things:
    """Return what stands in the addresses of a school's pages, by the names that the rows use."""
    return (
        things_of_people(school, people)
        | things_of_programme(school, people)
        | things_of_films(school, people)
        | things_of_broadcasts(school)
        | things_of_rooms(school, people)
        | things_of_learning(school, people)
        | things_of_consultations(school, people)
        | things_of_answers(school, people)
        | things_of_appointments(school, people)
        | things_of_mentorships(school, people)
        | things_of_queue(school, people)
        | things_of_contests(school, people)
        | things_of_grants(school, people)
        | things_of_publishing(school, people)
        | things_of_api(school, people)
        | things_of_counts(school, people)
        | things_of_frozen(school, people)
        | things_of_report()
        | things_of_topics(school, people)
        | things_of_cards(school, people)
        | things_of_shooting(school, people)
    )


def things_of_people(school: School, people: dict[str, User | None]) -> Things:
    """Return a person, a library, a staff list and so on."""
    place, now = place_of(school), timezone.now()
    person = UserFactory()
    grant(person, Role.LEARNER, place)
    in_network(school.owner, place)
    staff_list = StaffImport.objects.create(file_name="штат.csv", created_at=now, **columns_of(place))
    notice = Notice.objects.create(user=people["learner"], kind=NoticeKind.DESK, title="Весть", created_at=now)
    return {
        "person": person.token,
        "library": LibraryFactory(organisation=school.owner).token,
        "organisation": school.owner.token,
        "invitation": invite(person, school),
        "consent_kind": str(ConsentKind.RECORDING),
        "consent_text": publish_consent_text(place),
        "letter": fail_letter(person, place),
        "notice": notice.pk,
        "browser": switch_browser_on(people["learner"]),
        "staff_list": staff_list.token,
        "passkey": 1,
        "email_key": "no-such-key",
        "reset_uid": "1",
        "reset_key": "no-such-key",
        "unsubscribe": signing.dumps([person.token, NoticeKind.LESSONS], salt=UNSUBSCRIBE_SALT),
    }


def switch_browser_on(person: User | None) -> str:
    """Let a browser show a person's notices; return its token."""
    words = {"sealed": "", "digest": f"browser of {person}", "created_at": timezone.now()}
    return PushSubscription.objects.create(user=person, **words).token


def columns_of(place: Place) -> Things:
    """Return a place as rows of the people name it."""
    return {"place_kind": place.kind, "place_id": place.id}


def invite(person: User, school: School) -> str:
    """Invite somebody into the school; return the secret of her link."""
    secret, now = f"secret-of-school-{school.pk}", timezone.now()
    Invitation.objects.create(
        user=person,
        secret_hash=hash_secret(secret),
        role=Role.LEARNER,
        place_title=school.title,
        is_entry=True,
        created_at=now,
        expires_at=now + timedelta(days=1),
        **columns_of(place_of(school)),
    )
    return secret


def publish_consent_text(place: Place) -> int:
    """Publish a document of a place; return its number."""
    published_at = timezone.now() - timedelta(days=9)
    words = {"kind": ConsentKind.RECORDING, "version": 1, "text": "Запись.", "sha256": "0" * 64}
    return ConsentText.objects.create(**words, published_at=published_at, **columns_of(place)).pk


def fail_letter(person: User, place: Place) -> str:
    """Let a letter of a place have failed; return its token."""
    now, words = timezone.now(), {"subject": "Письмо", "text": "Текст", "state": LetterState.FAILED, "fault": "server"}
    addressed = {"user": person, "kind": NoticeKind.ACCOUNT, "to_email": person.email}
    return Letter.objects.create(**words, **addressed, created_at=now, try_at=now, **columns_of(place)).token


def things_of_programme(school: School, people: dict[str, User | None]) -> Things:
    """Return lessons in every state, their programme and what hangs on them."""
    programme = ProgrammeFactory(school=school)
    hidden = ProgrammeFactory(school=school, is_public=False)
    cycle = CycleFactory(programme=programme)
    lesson = LessonFactory(cycle=cycle, announced=True)
    draft = LessonFactory(cycle=cycle)
    EnrolmentFactory(programme=programme, user=people["learner"])
    return {
        "programme": programme.token,
        "hidden_programme": hidden.token,
        "cycle": cycle.token,
        "empty_cycle": CycleFactory(programme=programme).token,
        "removed_cycle": CycleFactory(programme=programme, removed_at=timezone.now()).token,
        "direction": "down",
        "lesson": lesson.uid,
        "draft_lesson": draft.uid,
        "version": lesson.version,
        "lesson_slug": lesson.slug,
        "draft_lesson_slug": draft.slug,
        "held_lesson_slug": LessonFactory(cycle=cycle, held=True).slug,
        "cancelled_lesson_slug": LessonFactory(cycle=cycle, cancelled=True).slug,
        "removed_lesson_slug": LessonFactory(cycle=cycle, removed_at=timezone.now()).slug,
        "hidden_lesson_slug": LessonFactory(cycle__programme=hidden, announced=True).slug,
        "handout": HandoutFactory(lesson=lesson).token,
        "handout_file": HandoutFactory(
            lesson=lesson,
            url="",
            file=ContentFile(b"memo", "memo.txt"),
            file_name="memo.txt",
            file_kind=HandoutKind.TXT,
        ).token,
        "draft_handout": HandoutFactory(lesson=draft).token,
        "speaker": LessonSpeakerFactory(lesson=lesson).speaker.token,
        "partner": PartnerFactory(school=school).organisation.token,
        "enrolled": people["learner"].token,
        "calendar_key": own_calendar_key(people["learner"]),
        "card_kind": "lessons",
        "map_part": 1,
        **{f"deed {deed}": deed for deed in DEEDS},
    }


def things_of_broadcasts(school: School) -> Things:
    """Return a planned broadcast with somebody who sends, a stream key, and a channel."""
    broadcast = BroadcastFactory(lesson=LessonFactory(cycle__programme__school=school, announced=True))
    held = LessonFactory(cycle__programme__school=school, held=True)
    recorded = BroadcastFactory(lesson=held, ended=True, video=VideoFactory(lesson=held, ready=True))
    PartFactory(broadcast=recorded)
    return {
        "broadcast": broadcast.token,
        "recorded_broadcast": recorded.token,
        "sender": SenderFactory(broadcast=broadcast).token,
        "stream_key": StreamKeyFactory(broadcast=broadcast).token,
        "channel": ChannelFactory(school=school).token,
        "channel_kind": str(ChannelKind.VK),
        "asking_channel": ChannelFactory(school=school, kind=ChannelKind.CULTURE).token,
    }


def things_of_films(school: School, people: dict[str, User | None]) -> Things:
    """Return films that are open, for the enrolled, by link, on the shelf, of a draft, removed and refused."""
    cycle = CycleFactory(programme__school=school)
    EnrolmentFactory(programme=cycle.programme, user=people["learner"])
    lesson = LessonFactory(cycle=cycle, held=True)
    films = {
        "film": VideoFactory(lesson=lesson, ready=True),
        "enrolled_film": VideoFactory(lesson=lesson, ready=True, access=Access.ENROLLED),
        "link_film": VideoFactory(school=school, ready=True, access=Access.LINK),
        "shelf_film": VideoFactory(school=school, ready=True),
        "draft_film": VideoFactory(lesson=LessonFactory(cycle=cycle), ready=True),
        "removed_film": VideoFactory(lesson=lesson, ready=True, removed_at=timezone.now()),
        "refused_film": VideoFactory(school=school, state=VideoState.REFUSED, refusal=RefusalCode.NOT_A_FILM),
    }
    upload = UploadFactory(school=school, owner=people["methodist"])
    words = [CueFactory(transcript__video=film).transcript for film in films.values()]
    for film in films.values():
        Deck.objects.create(video=film)
        Slide.objects.create(video=film, seconds=0.0)
    Takeaway.objects.create(
        video=films["film"],
        state=TakeawayState.READY,
        folder="folder23",
        asked_at=timezone.now(),
        ended_at=timezone.now(),
    )
    for name in ("film", "enrolled_film", "removed_film"):
        SoundFileFactory(video=films[name])
    TranscriptVersion.objects.create(transcript=words[0], number=1, verb="words edited", created_at=timezone.now())
    return {name: film.token for name, film in films.items()} | {
        "upload": upload.token,
        "language": "ru",
        "ending": "vtt",
        "words_version": 1,
        "slides_version": 1,
        "term": GlossaryTermFactory(school=school).pk,
        **things_of_moments(films["film"], people["learner"]),
    }


def things_of_moments(film: Video, owner: User | None) -> Things:
    """Return two lists of a learner, one of them shared, with a moment each."""
    shared = MomentListFactory(school=film.school, owner=owner, is_shared=True)
    closed = MomentListFactory(school=film.school, owner=owner)
    moments = [MomentFactory(video=film, collection=one, made_by=owner) for one in (shared, closed)]
    return {
        "shared_list": shared.token,
        "closed_list": closed.token,
        "moment": moments[0].token,
        "moment_number": 1,
    }


def things_of_rooms(school: School, people: dict[str, User | None]) -> Things:
    """Return an open room with something of each kind in it, and one for the enrolled."""
    lesson = LessonFactory(cycle__programme__school=school, announced=True)
    room = RoomFactory(broadcast=BroadcastFactory(lesson=lesson, live=True), are_guests_allowed=True)
    closed_lesson = LessonFactory(cycle__programme__school=school, announced=True)
    EnrolmentFactory(programme=closed_lesson.cycle.programme, user=people["learner"])
    closed = RoomFactory(broadcast=BroadcastFactory(lesson=closed_lesson, live=True, access=Access.ENROLLED))
    message = MessageFactory(room=room)
    return {
        "room": room.token,
        "closed_room": closed.token,
        "room_broadcast": room.broadcast.token,
        "closed_broadcast": closed.broadcast.token,
        "question": QuestionFactory(room=room).token,
        "closed_question": QuestionFactory(room=closed).token,
        "message": message.token,
        "member": message.member.token,
        "poll": PollFactory(room=room).token,
        "overlay_key": overlay_key(room.token),
        **{f"table {name}": name for name in TABLES},
        **{f"deed {deed}": deed for deeds in DEEDS_OF_ROOMS for deed in deeds},
    }
