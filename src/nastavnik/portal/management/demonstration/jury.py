"""The jury of the demonstration's contest: invited, its sheets filled in and finished, the results computed and released."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nastavnik.contest.models import Application, Award, Contest, Criterion, Decision, Juror, ScoreSheet
from nastavnik.contest.services import jury, results
from nastavnik.contest.services.jury import MemberWords, SheetWords
from nastavnik.people import services as people
from nastavnik.people.models import Organisation, User
from nastavnik.people.permissions import SYSTEM
from nastavnik.portal.management.demonstration.content import Table
from nastavnik.programme.models import School

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LOWEST, HIGHEST = 1, 5
# How jurors differ from what a project is worth, by criterion, application and juror: mostly not at all.
LEANINGS = (0, 0, -1, 0, 0, 1, 0)
BY_JUROR, BY_APPLICATION = 3, 2


@dataclass(slots=True)
class Jury:
    """Judges one contest. `words`: what jurors say, by the criteria in their order."""

    school: School
    methodist: User
    known: Mapping[str, User]
    partners: Mapping[str, Organisation]
    contest: Contest
    words: list[Table]
    criteria: list[Criterion] = field(default_factory=list)
    # those who judge, in the order of the table
    members: list[Juror] = field(default_factory=list)

    def gather(self, told: list[Table], sent: Mapping[int, Application]) -> None:
        """Invite the members, let them accept, and let one say what she does not judge; give the sheets."""
        assert self.contest.check_until is not None
        at = self.contest.check_until - DAY
        recused = set()
        for row in told:
            juror = self.invite(row, at)
            if not juror.is_secretary:
                self.members.append(juror)
            if "recused_of" in row:
                application = sent[row["recused_of"]]
                recused.add((juror.pk, application.pk))
                jury.declare_recusal(
                    actor=self.user_of(juror),
                    juror_id=juror.pk,
                    application_id=application.pk,
                    reason=row["recusal"],
                    now=at + 2 * HOUR,
                )
        self.give(list(sent.values()), recused, self.contest.check_until + HOUR)

    def give(self, sent: list[Application], recused: set[tuple[int, int]], at: datetime) -> None:
        """Give the applications to the members in turns: the same to the same in every demonstration."""
        for turn, application in enumerate(sent):
            first = turn * self.contest.sheets_each % len(self.members)
            in_turn = [*self.members[first:], *self.members[:first]]
            free = [juror for juror in in_turn if (juror.pk, application.pk) not in recused]
            for juror in free[: self.contest.sheets_each]:
                jury.give_sheet(
                    actor=self.methodist,
                    contest_id=self.contest.pk,
                    juror_id=juror.pk,
                    application_id=application.pk,
                    now=at,
                )

    def invite(self, row: Table, at: datetime) -> Juror:
        """Invite a member by a link, and let her come in by it with her account."""
        words = MemberWords(
            name=row["name"],
            position=row["position"],
            organisation=self.partners.get(row.get("organisation", "")),
            email="",
            is_chair=row.get("is_chair", False),
            is_secretary=row.get("is_secretary", False),
        )
        invited = jury.invite_juror(actor=self.methodist, contest_id=self.contest.pk, words=words, now=at)
        assert invited.link is not None
        secret = invited.link.rstrip("/").rpartition("/")[2]
        jury.accept_with_account(actor=self.account_of(row, at), secret=secret, now=at + HOUR)
        invited.juror.refresh_from_db()
        return invited.juror

    def account_of(self, row: Table, at: datetime) -> User:
        """Return the account of a member: one of the school, or a new one without a password."""
        if "email" not in row:
            return self.known[row["name"]]
        return people.create_account(
            actor=SYSTEM, email=row["email"], full_name=row["name"], position=row["position"], now=at
        )

    def user_of(self, juror: Juror) -> User:
        """Return the account of a member, loaded anew."""
        assert juror.user_id is not None
        return User.objects.get(pk=juror.user_id)

    def judge(self, projects: Mapping[int, Table]) -> None:
        """Fill in and finish every sheet; `projects` by the numbers of their rows."""
        assert self.contest.check_until is not None
        assert self.contest.review_until is not None
        self.criteria = list(Criterion.objects.filter(contest=self.contest).order_by("position", "pk"))
        sheets = list(
            ScoreSheet.objects.filter(juror__contest=self.contest)
            .select_related("juror__user", "application")
            .order_by("juror", "application__number")
        )
        first = self.contest.check_until + DAY
        step = (self.contest.review_until - DAY - first) / len(sheets)
        said: set[int] = set()
        for turn, sheet in enumerate(sheets):
            assert sheet.juror.user is not None
            words = self.words_on(sheet, projects[sheet.application_id], is_first=sheet.application_id not in said)
            said.add(sheet.application_id)
            at = first + turn * step
            jury.save_sheet(actor=sheet.juror.user, sheet_id=sheet.pk, words=words, version=0, now=at)
            jury.finish_sheet(actor=sheet.juror.user, sheet_id=sheet.pk, now=at)

    def words_on(self, sheet: ScoreSheet, project: Table, *, is_first: bool) -> SheetWords:
        """Return what a juror marks and writes; the first who judges a project gives the advice that is its own."""
        marks = self.marks_on(sheet, project["marks"])
        weakest = min(range(len(marks)), key=lambda place: marks[place])
        turn = self.place_of(sheet) + sheet.application_id
        highest = {
            criterion.pk: words["highest"][turn % len(words["highest"])]
            for criterion, mark, words in zip(self.criteria, marks, self.words, strict=True)
            if mark == HIGHEST
        }
        return SheetWords(
            marks={criterion.pk: mark for criterion, mark in zip(self.criteria, marks, strict=True)},
            comments=highest,
            advice=project["advice"] if is_first else self.words[weakest]["weak"],
        )

    def place_of(self, sheet: ScoreSheet) -> int:
        """Return which of the members judges, from 0."""
        return next(place for place, juror in enumerate(self.members) if juror.pk == sheet.juror_id)

    def marks_on(self, sheet: ScoreSheet, worth: str) -> list[int]:
        """Return a juror's marks: about what the project is worth, as jurors differ."""
        assert sheet.application.number is not None
        shift = BY_JUROR * self.place_of(sheet) + BY_APPLICATION * sheet.application.number
        leanings = (LEANINGS[(shift + place) % len(LEANINGS)] for place in range(len(worth)))
        return [max(LOWEST, min(HIGHEST, int(mark) + leaning)) for mark, leaning in zip(worth, leanings, strict=True)]

    def decide(self, special: Table, sent: Mapping[int, Application], at: datetime) -> None:
        """Take the places from the ranking, give the special award, write the minutes and release the results."""
        contest_id, actor = self.contest.pk, self.methodist
        results.take_places(actor=actor, contest_id=contest_id, now=at - 2 * HOUR)
        application = sent[special["library"]]
        award = Award.objects.get(contest=contest_id, place=None)
        results.decide(
            actor=actor,
            application_id=application.pk,
            award_id=award.pk,
            note=special["note"],
            version=Decision.objects.get(application=application).version,
            now=at - HOUR,
        )
        results.make_minutes(actor=actor, contest_id=contest_id, now=at - HOUR)
        results.release_results(actor=actor, contest_id=contest_id, now=at)
