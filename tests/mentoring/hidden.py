"""What nobody but a few may ever read: a whole private consultation, an appointment and a mentorship with unmistakable words."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from tests.architecture.access.world import answer_consents
from tests.people.factories import UserFactory, grant
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory
from tests.video.words.factories import CueFactory

from nastavnik.core.ids import new_token
from nastavnik.mentoring.enums import Audience, MeetingWay, NoteAudience, SlotPlace
from nastavnik.mentoring.models import Assignment, Attachment, Mentee
from nastavnik.mentoring.services import answering, appointments, asking, routing
from nastavnik.mentoring.services.mentorships import beginning, goals, meetings, plans
from nastavnik.mentoring.terms.series import Meeting
from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.video.models import Video

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(slots=True)
class Hidden:
    """Who may read it, where it lies, and every word of it by where it was written."""

    asker: User
    mentor: User
    words: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def word(self, where: str) -> str:
        """Return a word that stands nowhere else, and remember where it was written."""
        self.words[where] = f"зюзюка{len(self.words):02}кря"
        return f"Слово {self.words[where]} и дальше"


def hide_people(school: School) -> Hidden:
    """Make an asker and a mentor of the school, whom nobody of the world is."""
    people = [UserFactory(full_name=name) for name in ("Тихонова Майя", "Громова Ия")]
    for person, role in zip(people, (Role.LEARNER, Role.MENTOR), strict=True):
        grant(person, role, place_of(school))
        answer_consents(person, place_of(school))
    return Hidden(*people)


def film_to_ask_about(school: School) -> Video:
    """Return a film that everybody sees, with words."""
    film = VideoFactory(lesson=LessonFactory(cycle__programme__school=school, held=True), ready=True)
    CueFactory(transcript__video=film, seconds=0, end_seconds=20, text="Обычные слова записи")
    return film


def hide_question(hidden: Hidden, school: School, methodist: User, film: Video | None = None) -> None:
    """Let everything be said that can be said in a consultation, through the services that say it."""
    now = timezone.now() - 6 * HOUR
    film = film or film_to_ask_about(school)
    words = asking.Words(hidden.word("subject"), hidden.word("text"), None, Audience.PRIVATE)
    asked_from = asking.AskedFrom(lesson_id=film.lesson_id, video_id=film.pk, seconds=3)
    draft = asking.save_draft(
        actor=hidden.asker, school=school, token=new_token(), words=words, version=0, now=now, asked_from=asked_from
    )
    asking.attach(
        actor=hidden.asker,
        consultation_id=draft.pk,
        files=[ContentFile(b"%PDF-1.4 " + hidden.word("file").encode(), name=f"{hidden.word('file name')}.pdf")],
        now=now,
    )
    draft.refresh_from_db()
    asking.send(actor=hidden.asker, consultation_id=draft.pk, version=draft.version, now=now)
    give_to_one(hidden, draft.pk, methodist, now)
    answering.ask_back(actor=hidden.mentor, consultation_id=draft.pk, text=hidden.word("question back"), now=now)
    asking.remark(actor=hidden.asker, consultation_id=draft.pk, text=hidden.word("reply"), now=now + HOUR)
    answer(hidden, draft, film, now + 2 * HOUR)
    asking.remark(
        actor=hidden.asker, consultation_id=draft.pk, text=hidden.word("question further"), now=now + 4 * HOUR
    )
    asking.keep_unsent(actor=hidden.asker, consultation_id=draft.pk, text=hidden.word("unsent remark"))
    begun = answering.draft_for(hidden.mentor, draft, now=now + 5 * HOUR)
    answering.save(
        actor=hidden.mentor,
        recommendation_id=begun.pk,
        version=begun.version,
        text=hidden.word("unsent answer"),
        now=now + 5 * HOUR,
        question=hidden.word("unsent question back"),
    )
    hidden.tokens |= {"own_question": draft.token, "answered_question": draft.token, "routed_question": draft.token}
    hidden.tokens["question_file"] = Attachment.objects.get(consultation=draft).token
    hide_draft(hidden, school, now)


def give_to_one(hidden: Hidden, consultation_id: int, methodist: User, now) -> None:
    """Let it lie with one mentor alone, whomever the rule has found, with a note from who had it before."""
    held = Assignment.objects.filter(consultation=consultation_id, ended_at=None)
    held.exclude(mentor=hidden.mentor).delete()
    if not held.exists():
        words = {"consultation_id": consultation_id, "mentor_id": hidden.mentor.pk, "note": ""}
        routing.assign(actor=methodist, **words, now=now)
    held.update(note=hidden.word("note"))


def answer(hidden: Hidden, consultation, film, now) -> None:
    """Let the mentor recommend a moment."""
    recommendation = answering.draft_for(hidden.mentor, consultation, now=now)
    answering.add_moment(
        actor=hidden.mentor,
        recommendation_id=recommendation.pk,
        video_id=film.pk,
        seconds=1,
        end_seconds=9,
        note=hidden.word("moment"),
        now=now,
    )
    recommendation.refresh_from_db()
    answering.send(
        actor=hidden.mentor,
        recommendation_id=recommendation.pk,
        version=recommendation.version,
        text=hidden.word("answer"),
        now=now + HOUR,
    )
    asking.judge(actor=hidden.asker, consultation_id=consultation.pk, has_helped=True, now=now + HOUR)


def hide_draft(hidden: Hidden, school: School, now) -> None:
    """Let the asker have a question that she has not sent."""
    words = asking.Words(hidden.word("subject of a draft"), hidden.word("draft"), None, Audience.PRIVATE)
    draft = asking.save_draft(actor=hidden.asker, school=school, token=new_token(), words=words, version=0, now=now)
    hidden.tokens["draft_question"] = draft.token


def hide_appointment(hidden: Hidden, school: School) -> None:
    """Let the two have met, each with a note."""
    now = timezone.now()
    meeting = Meeting(now - DAY, 30, SlotPlace.LINK, f"https://meet.example/{hidden.word('address').split()[1]}")
    slot = appointments.publish_slot(actor=hidden.mentor, school=school, meeting=meeting, now=now - 3 * DAY)
    made = appointments.book(
        actor=hidden.asker, school=school, slot_token=slot.token, topic=hidden.word("topic"), now=now - 2 * DAY
    )
    for owner, where in ((hidden.asker, "note of the asker"), (hidden.mentor, "note of the mentor")):
        appointments.save_note(
            actor=owner,
            appointment_id=made.pk,
            version=0,
            text=hidden.word(where),
            audience=NoteAudience.BOTH,
            now=now,
        )
    hidden.tokens |= {"appointment": made.token, "past_appointment": made.token, "free_slot": slot.token}


def hide_mentorship(hidden: Hidden, school: School, methodist: User) -> None:
    """Let the two be a pair with goals, a plan, a meeting and what each says of it."""
    now = timezone.now() - 10 * DAY
    pair = beginning.propose(
        actor=methodist,
        school=school,
        mentor_id=hidden.mentor.pk,
        user_ids=[hidden.asker.pk],
        title=hidden.word("title of the pair"),
        now=now,
    )
    beginning.accept(actor=hidden.mentor, mentorship_id=pair.pk, now=now)
    goals.add_goal(actor=hidden.asker, mentorship_id=pair.pk, text=hidden.word("goal"), now=now)
    mentee = Mentee.objects.get(mentorship=pair)
    line = plans.Line(hidden.word("competence"), 1, 2, result=hidden.word("result"))
    row = plans.write_line(actor=hidden.mentor, mentee_id=mentee.pk, version=mentee.plan_version, line=line, now=now)
    plans.add_action(
        actor=hidden.mentor, mentee_id=mentee.pk, line_id=row.pk, text=hidden.word("action"), link="", now=now
    )
    written = meetings.Written(
        at=now + DAY,
        way=MeetingWay.VIDEO,
        user_ids=frozenset({hidden.asker.pk}),
        theme=hidden.word("theme of a meeting"),
        is_held=True,
        note=hidden.word("note of a meeting"),
        next_steps=hidden.word("next steps"),
    )
    meetings.write_meeting(actor=hidden.mentor, mentorship_id=pair.pk, written=written, now=now + 2 * DAY)
    goals.give_feedback(
        actor=hidden.asker, mentorship_id=pair.pk, said=goals.Said(5, helped=hidden.word("feedback")), now=now + 3 * DAY
    )
