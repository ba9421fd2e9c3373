"""The whole demonstration school, made once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from nastavnik.people.enums import Place
from nastavnik.people.models import Organisation, User
from nastavnik.people.permissions import SYSTEM
from nastavnik.portal.management.demonstration import people
from nastavnik.portal.management.demonstration.audience import add_audience
from nastavnik.portal.management.demonstration.certificates import add_certificates
from nastavnik.portal.management.demonstration.collection import add_collection
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.portal.management.demonstration.contest import add_contests
from nastavnik.portal.management.demonstration.grants import add_grants
from nastavnik.portal.management.demonstration.learning import Branches
from nastavnik.portal.management.demonstration.mentoring import add_mentoring
from nastavnik.portal.management.demonstration.quizzes import add_quizzes
from nastavnik.portal.management.demonstration.settlements import add_settlements
from nastavnik.portal.management.demonstration.studio import add_studio
from nastavnik.portal.management.demonstration.year import Year
from nastavnik.programme import services as programme_services
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

# The school is older than its first lesson by this.
FOUNDED_BEFORE = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the demonstration: who it is and how to sign in."""

    role: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the command tells: whether the school was made just now, and its accounts."""

    is_new: bool
    password: str
    accounts: list[Account]


@transaction.atomic
def make_demonstration(now: datetime) -> Demonstration:
    """Make the demonstration school; a school of its short name that exists already is left exactly as it is.

    All of it or nothing: a run that is broken off leaves no half of a school behind.
    """
    content = read("school")
    is_new = not School.objects.filter(slug=content["slug"]).exists()
    if is_new:
        make_school(content, now)
    accounts = [Account(row["key"], row["name"], f"{row['key']}@{people.MAIL_DOMAIN}") for row in content["accounts"]]
    return Demonstration(is_new=is_new, password=content["password"], accounts=accounts)


def make_school(content: Table, now: datetime) -> School:
    """Make the school, its network and people, and its year."""
    plan = read("programme")
    founded_at = now + timedelta(days=plan["cycles"][0]["lessons"][0]["day"]) - FOUNDED_BEFORE
    owner = people.add_organisation(content["owner"], None, founded_at)
    school = programme_services.create_school(
        actor=SYSTEM,
        slug=content["slug"],
        title=content["title"],
        motto=content["motto"],
        about=content["about"].strip(),
        owner=owner,
        time_zone=content["time_zone"],
        tab_texts=content["tab_texts"],
        is_demo=True,
        now=founded_at,
    )
    partners = add_partners(content["partners"], school, founded_at)
    accounts, staff = add_people(content, owner, place_of(school), founded_at)
    methodist = accounts["methodist"]
    branches = Branches.of(school, methodist, [*(accounts[key] for key in ("head", "learner", "mentor")), *staff])
    year = Year(school=school, methodist=methodist, partners=partners, content=plan, now=now, branches=branches)
    year.make(first=[accounts[key] for key in ("learner", "mentor", "head")], others=staff)
    add_quizzes(school, accounts["methodist"], now)
    add_certificates(school, accounts, now)
    add_mentoring(school, methodist, accounts, staff, now)
    add_settlements(school, methodist, now)
    by_name = {user.full_name: user for user in (*accounts.values(), *staff)}
    add_contests(school, methodist, by_name, partners, now)
    add_grants(school, now)
    add_collection(school, methodist, now)
    add_studio(school, methodist, accounts, by_name, now)
    add_audience(school, methodist, now)
    return school


def add_partners(rows: Table, school: School, now: datetime) -> dict[str, Organisation]:
    """Make the partners of the school, by their keys."""
    partners = {key: people.add_organisation(row, place_of(school), now) for key, row in rows.items()}
    for organisation in partners.values():
        programme_services.add_partner(actor=SYSTEM, school_id=school.pk, organisation=organisation, now=now)
    return partners


def add_people(content: Table, owner: Organisation, place: Place, now: datetime) -> tuple[dict[str, User], list[User]]:
    """Make the libraries, the accounts of the roles (by their keys) and the staff of the network."""
    network_content = read("network")
    network = people.add_network(network_content, owner, place, now)
    texts = people.publish_consents(owner, content["contact"], place, now)
    accounts = {
        row["key"]: people.add_account(
            row, password=content["password"], network=network, texts=texts, place=place, now=now
        )
        for row in content["accounts"]
    }
    taken = {row["name"] for row in content["accounts"]}
    return accounts, people.add_staff(network_content, network, taken, place, now)
