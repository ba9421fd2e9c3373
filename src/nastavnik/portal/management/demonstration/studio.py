"""Topics and production in the demonstration: what branches ask for and why, and six films on their way to become lessons."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.programme.models import Lesson, School
from nastavnik.studio.enums import CardState, EvidenceKind, TopicState
from nastavnik.studio.models import CardStep, ProductionCard, Topic, TopicEvidence
from nastavnik.studio.selectors.shooting.script import mark_of
from nastavnik.studio.selectors.topics.likeness import lemmas_of
from nastavnik.studio.services import cards, shooting, topics
from nastavnik.studio.services.shooting import Named, ShotWords, Signed
from nastavnik.studio.services.topics.evidence import Sign, make_evidence

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# those who are shown were asked so many days ago: who has not answered yet still can
ASKED_BEFORE = 6 * DAY
PAPER, INK = "#fffdf9", "#57534a"
SKETCH = (640, 360)


@dataclass(slots=True)
class Studio:
    """Makes it all; `now` is the moment from which days are counted, `heads` vote for their branches."""

    school: School
    methodist: User
    accounts: Mapping[str, User]
    people: Mapping[str, User]
    now: datetime
    topics: dict[str, Topic] = field(default_factory=dict)

    def make(self, content: Table) -> None:
        """Make what stands in the table."""
        for row in content["topics"]:
            self.topics[row["key"]] = self.topic(row)
        for row in content["cards"]:
            self.card(row)

    # --- topics ----------------------------------------------------------------------------------------------------------

    def topic(self, row: Table) -> Topic:
        """Make a topic: proposed, with its evidence and the voices of branches; without a proposer it has written itself."""
        at = self.now - row["days"] * DAY
        topic = self.proposed(row, at) if row.get("proposed_by") else self.suggested(row, at)
        signs = [make_evidence(topic, self.sign(one)) for one in row["evidence"]]
        TopicEvidence.objects.bulk_create(signs)
        # who proposes has voted already
        for number, voter in zip(range(row["votes"] - 1), self.voters(row), strict=False):
            topics.vote(actor=voter, topic_id=topic.pk, now=at + (number + 1) * HOUR)
        return topic

    def proposed(self, row: Table, at: datetime) -> Topic:
        """Return a topic that somebody of the network proposes."""
        proposal = topics.Proposal(title=row["title"], about=row["about"], is_sure=True)
        return topics.propose_topic(
            actor=self.people[row["proposed_by"]], school=self.school, proposal=proposal, now=at
        )

    def suggested(self, row: Table, at: datetime) -> Topic:
        """Return a topic as a sweep writes it."""
        words = {"title": row["title"], "title_key": row["title"].lower(), "lemmas": lemmas_of(row["title"])}
        return Topic.objects.create(
            school=self.school, state=TopicState.SUGGESTED, created_at=at, changed_at=at, **words
        )

    def sign(self, row: Sequence[object]) -> Sign:
        """Return a piece of evidence as its row has it."""
        kind, key, text, count, first, last = row
        today = self.now.astimezone(self.school.zone).date()
        days = {"first_on": today - timedelta(days=int(str(first))), "last_on": today - timedelta(days=int(str(last)))}
        return Sign(EvidenceKind(kind), str(key), str(text), str(text), int(str(count)), **days)

    def voters(self, row: Table) -> Iterator[User]:
        """Yield the heads of branches, beginning with another one for each topic."""
        heads = [user for name, user in self.people.items() if name.startswith("Заведующий") and user.library_id]
        begin = len(row["title"]) % len(heads)
        return (user for user in (*heads[begin:], *heads[:begin]) if user.full_name != row.get("proposed_by"))

    # --- cards -----------------------------------------------------------------------------------------------------------

    def card(self, row: Table) -> None:
        """Make a card and bring it as far as its row says."""
        at, state = self.now - row["days"] * DAY, CardState(row["state"])
        topic = self.topics.get(row.get("topic", ""))
        due = (self.now + timedelta(days=row["due"])).date() if "due" in row else None
        card = cards.begin_card(
            actor=self.methodist,
            school_id=self.school.pk,
            now=at,
            title=row.get("title", ""),
            topic_id=topic.pk if topic else None,
            owner=self.accounts.get(row["owner"]),
            due_on=due,
        )
        told = {name: row[name] for name in ("brief", "summary", "age_rating", "rights", "has_rights") if row.get(name)}
        card = cards.edit_card(actor=self.methodist, card_id=card.pk, version=card.version, now=at + HOUR, **told)
        self.shoot(card, row, at + DAY)
        self.go_on(card, row, state, at + 2 * DAY)

    def shoot(self, card: ProductionCard, row: Table, at: datetime) -> None:
        """Write the script, the shots and the people of a card."""
        call = {"actor": card.owner or self.methodist, "card_id": card.pk, "now": at}
        if script := row.get("script", "").strip():
            shooting.save_script(text=script, mark=mark_of(""), **call)
        for one in row.get("shots", []):
            self.shot(one, call)
        for one in row.get("shown", []):
            self.shown(one, call | {"now": self.now - ASKED_BEFORE})

    def shot(self, row: Table, call: dict[str, object]) -> None:
        """Write a shot; draw a sketch where its row says so."""
        names = ("what", "said", "size", "place", "things", "seconds")
        shot = shooting.add_shot(words=ShotWords(**{name: row[name] for name in names}), **call)  # type: ignore[arg-type]
        if row.get("drawn"):
            shooting.set_picture(shot=shot.token, content=sketch(row["drawn"]), **call)  # type: ignore[arg-type]
        if row.get("taken"):
            shooting.tick_shot(shot=shot.token, is_taken=True, **call)  # type: ignore[arg-type]

    def shown(self, row: Table, call: dict[str, object]) -> None:
        """Write somebody down who is shown, and let her answer by her link."""
        named = Named(row["name"], "", row.get("guardian", ""))
        person = shooting.add_shown(named=named, **call)  # type: ignore[arg-type]
        link = shooting.hand_out_consent(person=person.token, **call)  # type: ignore[arg-type]
        if row["answer"]:
            signed = Signed(row["answer"] == "agree", row["name"], "читальный зал", row.get("conditions", ""))
            at = self.now - ASKED_BEFORE + DAY
            shooting.answer_consent(secret=link.rstrip("/").rpartition("/")[2], signed=signed, now=at)

    def go_on(self, card: ProductionCard, row: Table, state: CardState, at: datetime) -> None:
        """Move a card on to its state, a step of a day each, with the checklist of where it stands."""
        way = list(CardState)
        for number, one in enumerate(way[1 : way.index(state) + 1]):
            if one == CardState.PUBLISHED:
                break
            cards.move_card(actor=self.methodist, card_id=card.pk, state=one, now=at + number * DAY)
        cards.add_usual_steps(actor=self.methodist, card_id=card.pk, now=at)
        for step in CardStep.objects.filter(card=card)[: row["steps"]]:
            cards.tick_step(actor=self.methodist, card_id=card.pk, step=step.token, is_done=True, now=at + DAY)
        if state == CardState.PUBLISHED:
            self.publish(card, row)

    def publish(self, card: ProductionCard, row: Table) -> None:
        """Let a card be the one from which a lesson of the year has come: the lesson stands in the programme already."""
        at = self.now - row["published_days"] * DAY
        lesson = Lesson.objects.get(school=self.school, slug=row["lesson"])
        moved = {"state": CardState.PUBLISHED, "position": 0, "lesson": lesson, "published_at": at, "moved_at": at}
        ProductionCard.objects.filter(pk=card.pk).update(title=lesson.title, **moved)
        topics.finish_topic(topic_id=self.topics[row["topic"]].pk, lesson_id=lesson.pk, now=at)


def sketch(name: str) -> bytes:
    """Return a drawing of a shot, as somebody draws it in a minute."""
    picture = Image.new("RGB", SKETCH, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.line((40, 280, 600, 280), fill=INK, width=4)
    if name == "book":
        pen.rectangle((210, 150, 330, 280), outline=INK, width=5)
        pen.line((235, 150, 235, 280), fill=INK, width=4)
        pen.rectangle((400, 180, 450, 280), outline=INK, width=5)
        pen.rectangle((60, 30, 580, 120), outline=INK, width=3)
    else:
        pen.ellipse((280, 70, 360, 150), outline=INK, width=5)
        pen.arc((220, 150, 420, 410), 180, 360, fill=INK, width=5)
        pen.rectangle((270, 230, 370, 280), outline=INK, width=5)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def add_studio(
    school: School, methodist: User, accounts: Mapping[str, User], people: Mapping[str, User], now: datetime
) -> None:
    """Make the topics and the cards."""
    Studio(school, methodist, accounts, people, now).make(read("studio"))
