"""Grants in the demonstration: a winner goes to two funds, is led by a mentor, proved, judged by way of trial; two others begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nastavnik.contest.checking.merging import Change
from nastavnik.contest.checking.values import Row, Value, mark_of
from nastavnik.contest.models import Application, Author, Decision
from nastavnik.grants.enums import GrantState, MemberRole, ProofKind
from nastavnik.grants.models import FieldText, GrantApplication
from nastavnik.grants.services import budget, onward, projects, writing
from nastavnik.grants.services.talk import claims, proofs, remarks, reviews
from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.portal.management.demonstration.projects import end_of_month, month_after, rows
from nastavnik.programme.models import School

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# the winner was promoted so many days ago, and written until yesterday
BEGAN_BEFORE = 9 * DAY
LAST_MINUTE = {"hour": 23, "minute": 30, "second": 0, "microsecond": 0}


@dataclass(slots=True)
class Grants:
    """Makes it all; `now` is the moment from which days are counted."""

    school: School
    now: datetime
    content: Table

    def make(self) -> None:
        """Make what stands in the table."""
        entry, head = self.winner_of(self.content["library"])
        at, mentor = self.now - BEGAN_BEFORE, User.objects.get(email=self.content["mentor"])
        grant = projects.promote(
            actor=head, application_id=entry.pk, intended=self.intended("pfci", self.content), now=at
        )
        other = self.go_to_partner(head, grant, self.content["partner"], at + HOUR)
        projects.add_member(
            actor=head, project_id=grant.project_id, email=mentor.email, role=MemberRole.MENTOR, now=at + HOUR
        )
        self.fill(head, grant, at + DAY)
        write(head, other, "plan", {"goal": self.content["partner"]["goal"]}, at + 5 * DAY)
        self.talk(head, mentor, grant, at + 2 * DAY)
        self.prove(head, grant, at + 3 * DAY)
        self.judge(mentor, grant, at + 4 * DAY)
        onward.move_grant(actor=head, grant_id=grant.pk, state=GrantState.CHECKED, now=at + 6 * DAY)
        for row in self.content["begun"]:
            self.begin(row, at + 7 * DAY)

    def winner_of(self, library: int) -> tuple[Application, User]:
        """Return the winning application of a library, by its number (nought of the one without), and who answers for it."""
        won = Decision.objects.filter(application__contest__school=self.school, award__isnull=False)
        decision = won.select_related("application").get(application__library__number=library or None)
        author = Author.objects.select_related("user").get(application=decision.application, is_head=True)
        return decision.application, author.user

    def intended(self, fund: str, told: Table) -> projects.Intended:
        """Return to which fund, by whom and until when."""
        day = (self.now + told["closes"] * DAY).astimezone(self.school.zone)
        return projects.Intended(
            fund=fund,
            partner=told.get("name", ""),
            partner_form=told.get("legal_form", ""),
            intake=told.get("intake", ""),
            closes_at=day.replace(**LAST_MINUTE),
            results_on=(day + told["results"] * DAY).date() if "results" in told else None,
        )

    def go_to_partner(self, head: User, grant: GrantApplication, told: Table, at: datetime) -> GrantApplication:
        """Go to the fund that takes no municipal institution, through a partner."""
        intended = self.intended(told["fund"], told)
        return projects.add_fund(actor=head, project_id=grant.project_id, intended=intended, like=grant.token, now=at)

    def fill(self, head: User, grant: GrantApplication, at: datetime) -> None:
        """Write what the fund asks besides what came over, until its checker finds nothing."""
        begins_on, plan = month_after(self.now.date(), self.content["begins"]), self.content["plan"]
        last = end_of_month(begins_on, max(row[3] for row in plan["activities"]))
        days = {"starts_on": begins_on.isoformat(), "ends_on": last.isoformat()}
        fields = self.content["fields"]
        write(head, grant, "about", {**fields["about"], **days}, at)
        write(head, grant, "why", fields["why"], at)
        activities: list[Row] = [
            {
                "id": f"a{number}",
                "activity": what,
                "objective": f"o{objective}",
                "starts_on": month_after(begins_on, first).isoformat(),
                "ends_on": end_of_month(begins_on, end).isoformat(),
                "place": place,
                "people": str(people),
                "result": result,
            }
            for number, (what, objective, first, end, place, people, result) in enumerate(plan["activities"], start=1)
        ]
        write(head, grant, "plan", {"activities": activities}, at)
        write(head, grant, "results", fields["results"], at)
        write(head, grant, "people", {"team": rows("t", ["name", "role", "education", "experience"], plan["team"])}, at)
        self.reckon(head, grant, plan["budget"], at + HOUR)

    def reckon(self, head: User, grant: GrantApplication, told: list[list[Any]], at: datetime) -> None:
        """Put the lines of the budget in, and the contributions that are due."""
        columns = ["article", "name", "activity", "quantity", "price", "own", "comment"]
        named = [[*row[:2], f"a{row[2]}", *row[3:]] for row in told]
        lines = rows("b", columns, named)
        budget.take_lines(actor=head, grant_id=grant.pk, lines=lines, is_replacing=True, now=at)
        budget.renew_contributions(actor=head, grant_id=grant.pk, now=at)

    def talk(self, head: User, mentor: User, grant: GrantApplication, at: datetime) -> None:
        """Let the mentor remark, and the head answer and resolve."""
        writing.name_version(actor=head, grant_id=grant.pk, name=self.content["version"], now=at)
        for row in self.content["remarks"]:
            spot = remarks.Spot(row["field"], quote=row["quote"])
            remark = remarks.add_remark(actor=mentor, grant_id=grant.pk, spot=spot, body=row["body"], now=at)
            if "answer" in row:
                remarks.answer_remark(actor=head, remark_id=remark.pk, body=row["answer"], now=at + HOUR)
            if row.get("resolved"):
                remarks.resolve_remark(actor=head, remark_id=remark.pk, now=at + 2 * HOUR)

    def prove(self, head: User, grant: GrantApplication, at: datetime) -> None:
        """Mark two claims, and prove one of them."""
        told, open_claim = self.content["proof"], self.content["claim"]
        proven = claims.add_claim(actor=head, grant_id=grant.pk, field_key="problem", words=told["claim"], now=at)
        field, words = open_claim["field"], open_claim["words"]
        claims.add_claim(actor=head, grant_id=grant.pk, field_key=field, words=words, now=at)
        facts = proofs.ProofFacts(kind=ProofKind(told["kind"]), title=told["title"], note=told["note"])
        proofs.add_proof(actor=head, project_id=grant.project_id, facts=facts, claims=[proven.token], now=at)

    def judge(self, mentor: User, grant: GrantApplication, at: datetime) -> None:
        """Let the mentor judge it by way of trial."""
        told = self.content["review"]
        review = reviews.begin_review(actor=mentor, grant_id=grant.pk, now=at)
        words = reviews.ReviewWords(marks=told["marks"], comments=told["comments"], advice=told["advice"])
        reviews.save_review(actor=mentor, review_id=review.pk, words=words, version=review.version)
        reviews.finish_review(actor=mentor, review_id=review.pk, now=at + HOUR)

    def begin(self, row: Table, at: datetime) -> None:
        """Let another winner begin."""
        entry, head = self.winner_of(row["library"])
        projects.promote(actor=head, application_id=entry.pk, intended=self.intended(row["fund"], row), now=at)


def write(author: User, grant: GrantApplication, key: str, values: Mapping[str, Value], at: datetime) -> None:
    """Write into the fields of a section, whatever stands there."""
    there = dict(FieldText.objects.filter(grant=grant).values_list("key", "value"))
    changes = {name: Change(value, mark_of(there.get(name))) for name, value in values.items()}
    writing.save_section(actor=author, grant_id=grant.pk, key=key, changes=changes, now=at)


def add_grants(school: School, now: datetime) -> None:
    """Make the applications to funds of the demonstration, out of its contest."""
    Grants(school, now, read("grants")).make()
