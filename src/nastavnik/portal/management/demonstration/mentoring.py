"""Mentoring in the demonstration: themes and mentors, questions in every state, public answers, pairs, reception hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Max

from nastavnik.core.ids import new_token
from nastavnik.mentoring.enums import Audience, MeetingWay, SlotPlace
from nastavnik.mentoring.models import Assignment, Consultation, Mentee, Slot, Theme
from nastavnik.mentoring.services import answering, appointments, asking, profiles, public, routing, themes
from nastavnik.mentoring.services.appointments import Meeting, Series
from nastavnik.mentoring.services.mentorships import beginning, goals, meetings, plans
from nastavnik.mentoring.services.public.preparing import Words
from nastavnik.people import services as people
from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.people.permissions import SYSTEM
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.video.models import Cue, Video

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SLOT_MINUTES = 30
# Pairs meet about so often, in days.
RHYTHM = 14


@dataclass(slots=True)
class Mentoring:
    """Makes it all; `now` is the moment from which the days are counted back, `known` the people by their posts."""

    school: School
    methodist: User
    known: Mapping[str, User]
    now: datetime
    themes: dict[str, Theme]

    def make(self, content: Table) -> None:
        """Make what stands in the table."""
        self.measure_films()
        began = self.now - 70 * DAY
        for title in content["themes"]:
            self.themes[title] = themes.add_theme(
                actor=self.methodist, school_id=self.school.pk, title=title, now=began
            )
        for row in content["mentors"]:
            self.add_mentor(row, began)
        for row in content["questions"]:
            self.ask(row)
        for row in content["pairs"]:
            self.pair(row)
        self.receive(content["reception"])

    def measure_films(self) -> None:
        """Let films be as long as what is said in them until a worker has looked at them: moments must lie within."""
        for film in Video.objects.filter(school=self.school, duration_seconds=None):
            said = Cue.objects.filter(transcript__video=film).aggregate(end=Max("end_seconds"))["end"]
            Video.objects.filter(pk=film.pk).update(duration_seconds=said)

    def add_mentor(self, row: Table, at: datetime) -> None:
        """Give somebody the role of a mentor, if she has it not, and say what she takes on."""
        mentor = self.known[row["name"]]
        people.grant_role(actor=SYSTEM, user_id=mentor.pk, role=Role.MENTOR, place=place_of(self.school), now=at)
        offer = profiles.Offer(
            about=row["about"],
            theme_ids=[self.themes[title].pk for title in row["themes"]],
            capacity=row["capacity"],
            mentee_capacity=3,
            away_until=None,
            version=0,
        )
        profiles.change_profile(
            actor=self.methodist, school_id=self.school.pk, mentor_id=mentor.pk, offer=offer, now=at
        )

    def film_of(self, slug: str) -> Video:
        """Return the film of a lesson."""
        return Video.objects.get(school=self.school, lesson__slug=slug)

    def ask(self, row: Table) -> None:
        """Let somebody write a question, send it unless it is a draft, and let what the table says become of it."""
        asker, at = self.known[row["asker"]], self.now - row["days"] * DAY - HOUR
        draft = asking.save_draft(
            actor=asker,
            school=self.school,
            token=new_token(),
            words=asking.Words(
                subject=row["subject"],
                text=row["text"],
                theme_id=self.themes[row["theme"]].pk,
                audience=Audience.MAY_BE_PUBLIC if row.get("is_open") else Audience.PRIVATE,
            ),
            version=0,
            now=at,
            asked_from=self.asked_from(row),
        )
        if row.get("is_draft"):
            return
        sent = asking.send(actor=asker, consultation_id=draft.pk, version=draft.version, now=at)
        if row.get("is_withdrawn"):
            asking.withdraw(actor=asker, consultation_id=sent.pk, now=at + HOUR)
        elif "asks_back" in row:
            answering.ask_back(
                actor=self.mentor_of(sent), consultation_id=sent.pk, text=row["asks_back"], now=at + HOUR
            )
        elif "answer" in row:
            self.answer(row, sent, asker, at + DAY)

    def asked_from(self, row: Table) -> asking.AskedFrom | None:
        """Return the moment from which a question is asked, if it is from one."""
        if "lesson" not in row:
            return None
        film = self.film_of(row["lesson"])
        return asking.AskedFrom(lesson_id=film.lesson_id, video_id=film.pk, seconds=row["asked_at"])

    def mentor_of(self, consultation: Consultation) -> User:
        """Return who has the question; the first mentor, if the rule found nobody."""
        assigned = Assignment.objects.filter(consultation=consultation, ended_at=None).select_related("mentor").first()
        if assigned is not None:
            return assigned.mentor
        mentor = self.known["Наставник школы"]
        routing.assign(
            actor=self.methodist, consultation_id=consultation.pk, mentor_id=mentor.pk, note="", now=self.now
        )
        return mentor

    def answer(self, row: Table, consultation: Consultation, asker: User, at: datetime) -> None:
        """Let the mentor answer with moments, the asker judge and ask further, the methodist make it public."""
        mentor = self.mentor_of(consultation)
        draft = answering.draft_for(mentor, consultation, now=at)
        for moment in row.get("moments", ()):
            answering.add_moment(
                actor=mentor,
                recommendation_id=draft.pk,
                video_id=self.film_of(moment["lesson"]).pk,
                seconds=moment["from"],
                end_seconds=moment["to"],
                note=moment["note"],
                now=at,
            )
        draft.refresh_from_db()
        answering.send(
            actor=mentor, recommendation_id=draft.pk, version=draft.version, text=row["answer"], now=at + HOUR
        )
        if "helped" in row:
            asking.judge(actor=asker, consultation_id=consultation.pk, has_helped=row["helped"], now=at + 2 * HOUR)
        if "then" in row:
            asking.remark(actor=asker, consultation_id=consultation.pk, text=row["then"], now=at + 3 * HOUR)
        if "public" in row:
            self.publish(row, consultation, at + DAY)

    def publish(self, row: Table, consultation: Consultation, at: datetime) -> None:
        """Make the answer public under a title of its own."""
        answer = public.prepare(actor=self.methodist, consultation_id=consultation.pk, now=at)
        words = Words(
            title=row["public"],
            question=row["text"],
            answer=row["answer"],
            theme_id=self.themes[row["theme"]].pk,
            needs_consent=False,
        )
        saved = public.save(actor=self.methodist, answer_id=answer.pk, version=answer.version, words=words, now=at)
        public.publish(actor=self.methodist, answer_id=saved.pk, version=saved.version, now=at + HOUR)

    def pair(self, row: Table) -> None:
        """Propose a mentorship and, unless it waits, let it begin with goals, plans and meetings."""
        mentor, at = self.known[row["mentor"]], self.now - row["days"] * DAY
        mentorship = beginning.propose(
            actor=self.methodist,
            school=self.school,
            mentor_id=mentor.pk,
            user_ids=[self.known[name].pk for name in row["mentees"]],
            title=row["title"],
            every_days=RHYTHM,
            now=at,
        )
        if row.get("is_waiting"):
            return
        beginning.accept(actor=mentor, mentorship_id=mentorship.pk, now=at + DAY)
        for text in row["goals"]:
            goals.add_goal(actor=mentor, mentorship_id=mentorship.pk, text=text, now=at + DAY)
        for mentee in Mentee.objects.filter(mentorship=mentorship):
            self.plan(row["lines"], mentee, mentor, at + 2 * DAY)
        for meeting in row["meetings"]:
            written = meetings.Written(
                at=self.now - meeting["days"] * DAY,
                way=MeetingWay.VIDEO,
                user_ids=frozenset(self.known[name].pk for name in row["mentees"]),
                theme=meeting["theme"],
                is_held=True,
                note=meeting["note"],
            )
            meetings.write_meeting(
                actor=mentor, mentorship_id=mentorship.pk, written=written, now=written.at + 2 * HOUR
            )

    def plan(self, lines: list[Table], mentee: Mentee, mentor: User, at: datetime) -> None:
        """Write the development plan of a mentee, and agree on it."""
        for line in lines:
            mentee.refresh_from_db()
            row = plans.write_line(
                actor=mentor,
                mentee_id=mentee.pk,
                version=mentee.plan_version,
                line=plans.Line(line["competence"], line["now"], line["wanted"]),
                now=at,
            )
            for text in line["actions"]:
                plans.add_action(actor=mentor, mentee_id=mentee.pk, line_id=row.pk, text=text, link="", now=at)
        mentee.refresh_from_db()
        plans.agree(actor=mentor, mentee_id=mentee.pk, version=mentee.plan_version, now=at + DAY)

    def receive(self, row: Table) -> None:
        """Publish reception hours, book one of them, and let one have been."""
        mentor, zone = self.known[row["mentor"]], self.school.zone
        today = self.now.astimezone(zone).date()
        appointments.publish_series(
            actor=mentor,
            school=self.school,
            series=Series(
                first_day=today + DAY,
                last_day=today + row["weeks"] * 7 * DAY,
                weekdays=row["weekdays"],
                begins=time(row["begins"]),
                until=time(row["until"]),
                minutes=SLOT_MINUTES,
                pause=0,
                zone=zone,
                place=SlotPlace.LINK,
                room=row["link"],
                is_working_days=True,
            ),
            now=self.now,
        )
        self.book_next(row, mentor)
        self.have_received(row, mentor)

    def book_next(self, row: Table, mentor: User) -> None:
        """Let somebody book the second of the times."""
        booker = self.known[row["booked_by"]]
        slot = Slot.objects.filter(mentor=mentor).order_by("starts_at")[1]
        appointments.book(actor=booker, school=self.school, slot_token=slot.token, topic=row["topic"], now=self.now)

    def have_received(self, row: Table, mentor: User) -> None:
        """Let the mentor have received somebody, with a note that both read."""
        guest = self.known[row["was_with"]]
        at = (self.now - row["was_days"] * DAY).replace(minute=0, second=0, microsecond=0)
        meeting = Meeting(at, SLOT_MINUTES, SlotPlace.LINK, row["link"])
        slot = appointments.publish_slot(actor=mentor, school=self.school, meeting=meeting, now=at - 3 * DAY)
        was = appointments.book(
            actor=guest, school=self.school, slot_token=slot.token, topic=row["was_about"], now=at - 2 * DAY
        )
        appointments.save_note(
            actor=mentor, appointment_id=was.pk, version=0, text=row["note"], audience="both", now=at + HOUR
        )


def add_mentoring(
    school: School, methodist: User, accounts: Mapping[str, User], staff: list[User], now: datetime
) -> None:
    """Make what there is of mentoring in the demonstration."""
    known = {user.full_name: user for user in (*accounts.values(), *staff)}
    Mentoring(school, methodist, known, now, themes={}).make(read("mentoring"))
