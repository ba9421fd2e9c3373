"""The contest of the demonstration: set up, applied to by 28 libraries, checked; its next call, open for applications now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nastavnik.contest.checking.merging import Change
from nastavnik.contest.checking.values import Value, mark_of
from nastavnik.contest.enums import Feedback, FormalVerdict, LatePolicy, TieRule
from nastavnik.contest.models import Application, Award, Contest, Direction, SectionText
from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.contest.selectors.typed import award_typed, rules_typed, words_typed
from nastavnik.contest.services import applications, results, setup
from nastavnik.people import services as people
from nastavnik.people.enums import LibraryKind, Place, PlaceKind, Role
from nastavnik.people.models import Library, Organisation, User
from nastavnik.people.permissions import SYSTEM
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.portal.management.demonstration.jury import Jury
from nastavnik.portal.management.demonstration.projects import month_after, sections_of
from nastavnik.programme.models import School

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DIRECTIONS = ("family", "youth", "children", "seniors")
PLANNED_BEFORE = 10 * DAY
# Applications come one after another, in an order that has nothing to do with their numbers here.
STRIDE, LIBRARIES = 17, 41
FIRST_AFTER = 4 * DAY
HEAD_OF_CHILDREN = "Заведующий детской библиотекой"


@dataclass(slots=True)
class Contests:
    """Makes it all; `now` is the moment from which days are counted back, `known` the people by their posts."""

    school: School
    methodist: User
    known: Mapping[str, User]
    partners: Mapping[str, Organisation]
    now: datetime
    libraries: dict[int, Library] = field(default_factory=dict)

    def make(self, content: Table) -> None:
        """Make what stands in the table, and the applications of all directions."""
        rows = Library.objects.filter(organisation=self.school.owner)
        self.libraries = {row.number or 0: row for row in rows.exclude(kind=LibraryKind.CENTRAL)}
        contest = self.set_up(content)
        projects = all_projects()
        sent = self.receive(contest, projects)
        self.check(contest, projects, sent, content["admitted"])
        jury = Jury(self.school, self.methodist, self.known, self.partners, contest, content["words"])
        jury.gather(content["jury"], sent)
        jury.judge({sent[project["library"]].pk: project for project in projects})
        self.call_next(contest, content["next"])
        released_at = self.now - content["released"] * DAY
        jury.decide(content["special"], sent, released_at)
        self.show_ideas(content["gallery"], sent, released_at + DAY)

    def set_up(self, content: Table) -> Contest:
        """Make the contest by the arrangement of a district's, with the awards of the case, and open it."""
        announced_at = self.now - content["announced"] * DAY
        at = announced_at - PLANNED_BEFORE
        contest = setup.create_contest(
            actor=self.methodist,
            school_id=self.school.pk,
            blueprint=blueprint("district"),
            title=content["title"],
            announced_on=announced_at.astimezone(self.school.zone).date(),
            now=at,
        )
        self.describe(contest, content["short"], at)
        self.promise(contest, content["awards"], at)
        rules = rules_typed(contest)
        setup.edit_rules(
            actor=self.methodist,
            contest_id=contest.pk,
            version=rules["version"],
            now=at,
            most_of_a_library=1,
            late_policy=LatePolicy(rules["late_policy"]),
            jury_size=rules["jury_size"],
            sheets_each=rules["sheets_each"],
            is_blind=rules["is_blind"],
            tie_rules=[TieRule(rule) for rule in rules["tie_rules"]],
            feedback=Feedback.MARKS,
            has_public_vote=True,
        )
        return setup.open_contest(actor=self.methodist, contest_id=contest.pk, now=announced_at)

    def describe(self, contest: Contest, short: str, at: datetime) -> None:
        """Say in a sentence what the contest is."""
        words = words_typed(contest)
        setup.edit_words(
            actor=self.methodist,
            contest_id=contest.pk,
            version=words["version"],
            now=at,
            title=words["title"],
            slug=words["slug"],
            short=short,
            regulation=words["regulation"],
        )

    def promise(self, contest: Contest, told: list[Table], at: datetime) -> None:
        """Put the awards of the case in place of those of the arrangement, which has as many."""
        awards = Award.objects.filter(contest=contest).order_by("position", "pk")
        for award, row in zip(awards, told, strict=True):
            setup.edit_award(
                actor=self.methodist,
                award_id=award.pk,
                version=award_typed(award)["version"],
                title=row["title"],
                prize=row["prize"],
                place=row.get("place"),
                now=at,
            )

    def head_of(self, number: int) -> User:
        """Return who heads a library, as the one who answers for it."""
        name = f"Заведующий филиалом № {number}" if number else HEAD_OF_CHILDREN
        head = self.known[name]
        place = Place(PlaceKind.LIBRARY, self.libraries[number].pk)
        people.grant_role(actor=SYSTEM, user_id=head.pk, role=Role.HEAD, place=place, now=self.school.created_at)
        # loaded anew: what was remembered of her roles is older
        return User.objects.get(pk=head.pk)

    def receive(self, contest: Contest, projects: list[Table]) -> dict[int, Application]:
        """Let the libraries apply while applications are taken; return the applications by the libraries' numbers."""
        assert contest.intake_at is not None
        assert contest.deadline_at is not None
        directions = {one.target: one.pk for one in Direction.objects.filter(contest=contest)}
        first = contest.intake_at + FIRST_AFTER
        step = (contest.deadline_at - HOUR - first) / len(projects)
        sent = {}
        for turn, project in enumerate(projects):
            number = project["library"]
            sent[number] = self.apply(contest, project, directions[project["target"]], first + turn * step)
        return sent

    def apply(self, contest: Contest, project: Table, direction_id: int, at: datetime) -> Application:
        """Let the head of a library write an application in all its sections, and submit it."""
        number = project["library"]
        head, library = self.head_of(number), self.libraries[number]
        begun = applications.begin_application(
            actor=head, contest_id=contest.pk, library_id=library.pk, direction_id=direction_id, now=at - DAY
        )
        assert contest.awarding_at is not None
        begins_on = month_after(contest.awarding_at.date(), 1)
        for key, values in sections_of(project, library=library, head=head.full_name, begins_on=begins_on).items():
            write(head, begun, key, values, at - HOUR)
        applications.submit_application(actor=head, application_id=begun.pk, now=at)
        return begun

    def check(self, contest: Contest, projects: list[Table], sent: Mapping[int, Application], admitted: str) -> None:
        """Admit what came in; what is returned once is corrected before."""
        assert contest.deadline_at is not None
        at = contest.deadline_at + HOUR
        for project in projects:
            application, turn = sent[project["library"]], 1
            if "returned" in project:
                self.say(application, FormalVerdict.RETURN, project["returned"], at, turn, until=at + 2 * DAY)
                self.correct(application, project, at + DAY)
                turn = 2
            self.say(application, FormalVerdict.ADMIT, admitted, at + turn * DAY, turn)

    def say(
        self,
        application: Application,
        verdict: FormalVerdict,
        message: str,
        at: datetime,
        turn: int,
        *,
        until: datetime | None = None,
    ) -> None:
        """Write down what the formal check found in a submission, the `turn`-th of its application."""
        applications.check_application(
            actor=self.methodist,
            application_id=application.pk,
            verdict=verdict,
            message=message,
            now=at,
            turn=turn,
            until=until,
        )

    def correct(self, application: Application, project: Table, at: datetime) -> None:
        """Let the head write what was asked for, and submit it again."""
        head, key = self.head_of(project["library"]), "qualitative_results"
        change = Change(project["corrected"], mark_of(project["change"]))
        applications.save_section(
            actor=head, application_id=application.pk, key="results", changes={key: change}, now=at
        )
        applications.submit_application(actor=head, application_id=application.pk, now=at)

    def call_next(self, contest: Contest, told: Table) -> None:
        """Announce the next contest, made of this one, and let some begin to write."""
        announced_at = self.now - told["announced"] * DAY
        at = announced_at - DAY
        following = setup.clone_contest(
            actor=self.methodist,
            contest_id=contest.pk,
            title=told["title"],
            announced_on=announced_at.astimezone(self.school.zone).date(),
            now=at,
        )
        self.describe(following, told["short"], at)
        setup.open_contest(actor=self.methodist, contest_id=following.pk, now=announced_at)
        directions = {one.target: one.pk for one in Direction.objects.filter(contest=following)}
        for row in told["drafts"]:
            self.begin(following, row, directions[row["direction"]])

    def begin(self, contest: Contest, row: Table, direction_id: int) -> None:
        """Let a head begin an application, maybe together with somebody, and not submit it yet."""
        head, at = self.head_of(row["library"]), self.now - 2 * DAY
        begun = applications.begin_application(
            actor=head,
            contest_id=contest.pk,
            library_id=self.libraries[row["library"]].pk,
            direction_id=direction_id,
            now=at,
        )
        write(head, begun, "about", {"title": row["title"], "short_description": row["short"]}, at)
        if "problem" in row:
            write(head, begun, "why", {"problem": row["problem"]}, at + HOUR)
        if "author" in row:
            applications.add_author(actor=head, application_id=begun.pk, email=row["author"], now=at + HOUR)

    def show_ideas(self, told: list[tuple[int, int]], sent: Mapping[int, Application], at: datetime) -> None:
        """Let some show their ideas, and people of the network vote for them."""
        voters = list(self.known.values())
        for number, votes in told:
            application = sent[number]
            words = SectionText.objects.get(application=application, key="about").values["short_description"]
            results.show_idea(
                actor=self.head_of(number),
                application_id=application.pk,
                summary=words,
                is_public=True,
                names_authors=False,
                now=at,
            )
            for voter in voters[number : number + votes]:
                results.vote_for_idea(actor=voter, application_id=application.pk, guest="", address="", now=at)


def all_projects() -> list[Table]:
    """Return the projects of all directions in the order in which they come in, each with its `target`."""
    rows = [row | {"target": target} for target in DIRECTIONS for row in read(f"contest-{target}")["projects"]]
    return sorted(rows, key=lambda row: row["library"] * STRIDE % LIBRARIES)


def write(author: User, application: Application, key: str, values: Mapping[str, Value], at: datetime) -> None:
    """Write into the fields of a section, which are empty."""
    empty = mark_of(None)
    changes = {name: Change(value, empty) for name, value in values.items()}
    applications.save_section(actor=author, application_id=application.pk, key=key, changes=changes, now=at)


def add_contests(
    school: School,
    methodist: User,
    known: Mapping[str, User],
    partners: Mapping[str, Organisation],
    now: datetime,
) -> None:
    """Make the contests of the demonstration. `known`: all its people by their names."""
    Contests(school, methodist, known, partners, now).make(read("contest"))
