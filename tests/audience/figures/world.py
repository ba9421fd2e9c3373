"""Something of everything in a school; beside each, rows that must not be counted."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone
from tests.contest.factories import (
    ApplicationFactory,
    AwardFactory,
    ContestFactory,
    DirectionFactory,
    JurorFactory,
    MarkFactory,
    SheetFactory,
)
from tests.grants.factories import GrantFactory, GrantProjectFactory
from tests.learning.certificates.factories import CertificateFactory
from tests.learning.factories import AttendanceFactory, CheckInFactory, CompletionFactory, SurveyAnswerFactory
from tests.mentoring.factories import ConsultationFactory
from tests.people.factories import LibraryFactory, UserFactory
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    LessonFactory,
    LessonSpeakerFactory,
    PartnerFactory,
    ProgrammeFactory,
    SpeakerFactory,
)
from tests.publishing.factories import ArticleFactory, CollectionFactory
from tests.studio.factories import CardFactory, EvidenceFactory, TopicFactory
from tests.video.factories import VideoFactory

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind, ViewerKind
from nastavnik.audience.models import CountedChannel, DayViews, MonthViews, ViewCount
from nastavnik.contest.enums import SheetState, Target
from nastavnik.contest.models import Decision
from nastavnik.grants.enums import GrantState
from nastavnik.learning.models import RollCall
from nastavnik.mentoring.enums import MentorshipOrigin, MentorshipState, PublicState
from nastavnik.mentoring.models import Mentee, Mentorship, PublicAnswer, SettlementPoint
from nastavnik.people.models import NetworkMember
from nastavnik.programme.enums import LessonKind
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.enums import ArticleState, CollectionState
from nastavnik.publishing.models import PressedFile, PressRun
from nastavnik.studio.enums import CardState, EvidenceKind, TopicState
from nastavnik.studio.models import TopicVote

DAY = timedelta(days=1)


def channel_of(school, kind, **fields):
    return CountedChannel.objects.create(school=school, kind=kind, **{"title": PlaceKind(kind).label, **fields})


def count(channel, lesson, metric, value, at, **fields):
    """Write a number into the ledger."""
    row = {"method": CountMethod.HAND, "made_at": at, "as_of": at, **fields}
    return ViewCount.objects.create(
        school=channel.school, channel=channel, lesson=lesson, metric=metric, value=value, **row
    )


def fill(school):
    """Make it all; what is there twice is counted, and what is named `not_…` is not."""
    now = timezone.now()
    world = SimpleNamespace(school=school, now=now, owner=school.owner)
    world.programme = ProgrammeFactory(school=school)
    world.other = ProgrammeFactory(school=school, title="Прошлый год")
    _lessons(world)
    _people(world)
    _films(world)
    _talk(world)
    _contest(world)
    _outcomes(world)
    _studio(world)
    return world


def _lessons(world):
    cycle = CycleFactory(programme=world.programme)
    world.held = LessonFactory(cycle=cycle, held=True, kind=LessonKind.MASTER_CLASS, duration_minutes=90)
    world.seminar = LessonFactory(cycle=cycle, held=True, kind=LessonKind.SEMINAR, duration_minutes=45)
    world.old = LessonFactory(
        cycle=CycleFactory(programme=world.other),
        held=True,
        kind=LessonKind.SEMINAR,
        duration_minutes=60,
        starts_at=world.now - 400 * DAY,
    )
    LessonFactory(cycle=cycle, announced=True, kind=LessonKind.STRATEGIC_SESSION)
    LessonFactory(cycle=cycle)
    LessonFactory(held=True)
    speaker = SpeakerFactory(school=world.school)
    for lesson in (world.held, world.seminar):
        LessonSpeakerFactory(lesson=lesson, speaker=speaker)
    world.held.partners.add(PartnerFactory().organisation)
    PartnerFactory(school=world.school)


def _people(world):
    place = place_of(world.school)
    NetworkMember.objects.get_or_create(place_kind=place.kind, place_id=place.id, organisation=world.owner)
    here, there, nowhere = (
        LibraryFactory(organisation=world.owner, settlement=name, settlement_key=name.lower(), number=number)
        for name, number in (("Беловское", 1), ("Дубовое", 2), ("Ерик", None))
    )
    world.library = here
    SettlementPoint.objects.create(
        school=world.school, key="беловское", name="Беловское", latitude=50.5, longitude=36.8
    )
    SettlementPoint.objects.create(school=world.school, key="ерик", name="Ерик", latitude=50.7, longitude=36.6)
    world.learner = UserFactory(library=here)
    EnrolmentFactory(programme=world.programme, user=world.learner, enrolled_at=world.now - 30 * DAY)
    EnrolmentFactory(programme=world.other, user=world.learner, enrolled_at=world.now - 500 * DAY)
    EnrolmentFactory(
        programme=world.programme, user=UserFactory(library=nowhere), enrolled_at=world.now - DAY, left_at=world.now
    )
    for lesson in (world.held, world.seminar):
        AttendanceFactory(lesson=lesson, user=world.learner)
    CheckInFactory(lesson=world.held, user=UserFactory(library=there), people=7)
    CompletionFactory(lesson=world.held, user=world.learner)
    RollCall.objects.create(
        lesson=world.held, began_at=world.now, ended_at=world.now, taken_at=world.now - DAY, screens=2, people=8
    )
    SurveyAnswerFactory(lesson=world.held, usefulness=5, clarity=4)
    SurveyAnswerFactory(lesson=world.seminar, usefulness=4, clarity=4)


def _films(world):
    world.film = VideoFactory(lesson=world.held, ready=True, duration_seconds=5400.0)
    VideoFactory(lesson=None, school=world.school, ready=True, removed_at=world.now)
    today = world.now.astimezone(world.school.zone).date()
    for kind, is_live, views in (
        (ViewerKind.GUEST, False, 5),
        (ViewerKind.PERSON, True, 3),
        (ViewerKind.BOT, False, 99),
    ):
        told = {
            "video": world.film,
            "kind": kind,
            "is_live": is_live,
            "views": views,
            "new_viewers": 2,
            "seconds": 1800,
        }
        DayViews.objects.create(day=today, **told)
        MonthViews.objects.create(month=today.replace(day=1), **told)
    early, late = world.now - 5 * DAY, world.now - 2 * DAY
    world.vk = channel_of(world.school, PlaceKind.VK, rule="VK так считает.", position=2)
    world.culture = channel_of(world.school, PlaceKind.CULTURE, position=1)
    world.elsewhere = channel_of(world.school, PlaceKind.OTHER, title="Телеграм", position=3)
    count(world.vk, world.held, Metric.TOTAL_VIEWS, 90, early)
    count(world.vk, world.held, Metric.TOTAL_VIEWS, 100, late)
    count(world.vk, world.seminar, Metric.TOTAL_VIEWS, 50, early)
    count(world.culture, world.held, Metric.LIVE_VIEWS, 61, early, evidence_url="https://www.culture.ru/live/1")
    count(world.culture, world.held, Metric.PEAK, 20, early)
    count(world.culture, world.seminar, Metric.PEAK, 30, early)
    count(world.elsewhere, world.held, Metric.UNIQUE_VIEWERS, 9, early)
    own = channel_of(world.school, PlaceKind.OWN)
    count(own, world.held, Metric.TOTAL_VIEWS, 7000, early)


def _talk(world):
    ConsultationFactory(school=world.school, waiting=True)
    ConsultationFactory(school=world.school, answered=True)
    ConsultationFactory(school=world.school, withdrawn=True)
    for state, at in ((PublicState.PUBLIC, world.now - DAY), (PublicState.PREPARED, None)):
        PublicAnswer.objects.create(
            school=world.school,
            title="Как",
            question="?",
            answer="!",
            state=state,
            created_at=world.now,
            changed_at=world.now,
            published_at=at,
        )
    CertificateFactory(programme=world.programme, issued_at=world.now - DAY)
    CertificateFactory(programme=world.programme, issued_at=world.now - DAY, revoked_at=world.now, revoked_because="х")
    pair = Mentorship.objects.create(
        school=world.school,
        mentor=UserFactory(),
        state=MentorshipState.ACTIVE,
        origin=MentorshipOrigin.METHODIST,
        created_at=world.now,
        began_at=world.now - DAY,
        due_on=world.now.date(),
        asleep_on=world.now.date(),
    )
    for _person in range(2):
        Mentee.objects.create(mentorship=pair, user=UserFactory(), joined_at=world.now - DAY)
    lonely = {"mentor": None, "state": MentorshipState.ENDED, "ended_at": world.now, "began_at": world.now - 2 * DAY}
    ended = Mentorship.objects.create(
        school=world.school, origin=MentorshipOrigin.MENTEE, created_at=world.now, **lonely
    )
    Mentee.objects.create(mentorship=ended, user=UserFactory(), joined_at=world.now - DAY)


def _contest(world):
    contest = ContestFactory(school=world.school, released=True)
    family = DirectionFactory(contest=contest, target=Target.FAMILY)
    children = DirectionFactory(contest=contest, target=Target.CHILDREN)
    before = {"contest": contest, "admitted": True, "submitted_at": world.now - DAY, "library": world.library}
    first, second, third = (
        ApplicationFactory(direction=direction, number=number, **before)
        for number, direction in enumerate((family, children, children), start=1)
    )
    ApplicationFactory(direction=family, **before | {"admitted": False, "submitted_at": None})
    ApplicationFactory(
        contest=contest, submitted=True, number=8, direction=None, library=None, submitted_at=world.now - DAY
    )
    juror = JurorFactory(contest=contest, invited_at=world.now - DAY)
    JurorFactory(contest=contest, invited_at=world.now - DAY, left_at=world.now)
    for application, value in ((first, 5), (second, 4)):
        sheet = SheetFactory(juror=juror, application=application, state=SheetState.FINISHED, finished_at=world.now)
        MarkFactory(sheet=sheet, value=value)
    MarkFactory(sheet=SheetFactory(juror=juror, application=third), value=1)
    awards = (
        AwardFactory(contest=contest, place=1, prize="Игра"),
        AwardFactory(contest=contest, place=2),
        AwardFactory(contest=contest),
    )
    for application, award in zip((first, second, third), awards, strict=True):
        Decision.objects.create(application=application, award=award, place=award.place, decided_at=world.now)
    # still secret: nothing of its jury's work is told
    secret = ContestFactory(school=world.school, review=True)
    sheet = SheetFactory(juror=JurorFactory(contest=secret, invited_at=world.now - DAY), state=SheetState.FINISHED)
    MarkFactory(sheet=sheet, value=2)


def _outcomes(world):
    project = GrantProjectFactory(school=world.school, library=world.library, created_at=world.now - DAY)
    before = {"project": project, "created_at": world.now - DAY}
    GrantFactory(fund="fpg", requested=15_000_050, **before)
    GrantFactory(fund="district", requested=5_000_000, granted=4_000_000, state=GrantState.WON, **before)
    GrantFactory(fund="district", requested=1, removed_at=world.now, **before)
    book = CollectionFactory(
        school=world.school,
        state=CollectionState.PUBLISHED,
        created_at=world.now - DAY,
        published_at=world.now - DAY,
    )
    CollectionFactory(school=world.school, created_at=world.now - DAY)
    ArticleFactory(collection=book, state=ArticleState.READY, created_at=world.now - DAY)
    ArticleFactory(collection=book, created_at=world.now - DAY)
    for pages in (80, 96):
        run = PressRun.objects.create(collection=book, asked_at=world.now)
        PressedFile.objects.create(run=run, form="screen", file="x", bytes=1, pages=pages, sha256="0" * 64)


def _studio(world):
    before = {"school": world.school, "created_at": world.now - DAY}
    found = TopicFactory(**before)
    EvidenceFactory(topic=found)
    proposed = TopicFactory(proposed_by=UserFactory(), **before)
    # who proposed it was forgotten
    EvidenceFactory(topic=TopicFactory(state=TopicState.DECLINED, **before), kind=EvidenceKind.PROPOSAL)
    TopicFactory(state=TopicState.MERGED, merged_into=found, **before)
    TopicFactory()
    for voice in ("library:1", "person:2"):
        TopicVote.objects.create(topic=proposed, voice=voice, given_at=world.now - DAY)
    CardFactory(number=1, **before)
    CardFactory(number=2, state=CardState.PUBLISHED, published_at=world.now - DAY, **before)
    CardFactory(number=3, removed_at=world.now, **before)
