"""The network of the demonstration school: organisations, libraries, the accounts of the roles, the staff of the branches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.people import services as people
from nastavnik.people.enums import ConsentKind, LegalForm, LibraryKind, Place, PlaceKind, Role
from nastavnik.people.models import ConsentText, Library, Organisation, User
from nastavnik.people.permissions import SYSTEM
from nastavnik.portal.management.demonstration.content import Table

# The top-level domain `example` belongs to nobody: letters to it reach nobody.
MAIL_DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class Network:
    """The libraries of the network: two by their kind, the branches by their numbers."""

    central: Library
    children: Library
    branches: dict[int, Library]

    def library_of(self, row: Table) -> Library | None:
        """Return the library in which an account of `school.toml` works, if it does in any."""
        if "branch" in row:
            return self.branches[row["branch"]]
        return self.central if row.get("library") == "central" else None


def add_organisation(row: Table, place: Place | None, now: datetime) -> Organisation:
    """Make an owner (without a place yet) or a partner."""
    return people.add_organisation(
        actor=SYSTEM,
        place=place,
        name=row["name"],
        short_name=row["short_name"],
        legal_form=LegalForm(row["legal_form"]),
        now=now,
    )


def add_network(content: Table, owner: Organisation, place: Place, now: datetime) -> Network:
    """Make the central library, the children's library and the numbered branches."""

    def add(name: str, kind: LibraryKind, **details: Any) -> Library:
        return people.add_library(
            actor=SYSTEM, place=place, organisation=owner, name=name, kind=kind, now=now, **details
        )

    return Network(
        central=add(content["central"]["name"], LibraryKind.CENTRAL),
        children=add(content["children"]["name"], LibraryKind.CHILDREN),
        branches={
            row["number"]: add(
                row["name"],
                LibraryKind.BRANCH,
                number=row["number"],
                settlement=row["settlement"],
                is_model=row.get("is_model", False),
            )
            for row in content["branches"]
        },
    )


def publish_consents(owner: Organisation, contact: str, place: Place, now: datetime) -> list[ConsentText]:
    """Publish the four documents of the school."""
    return people.publish_default_consents(actor=SYSTEM, place=place, operator=owner.name, contact=contact, now=now)


def add_account(
    row: Table, *, password: str, network: Network, texts: list[ConsentText], place: Place, now: datetime
) -> User:
    """Make the account of a role, entered with `password`.

    It has agreed to the processing of its data already, so that nothing stands between the visitor and the desk.
    """
    user = people.create_account(
        actor=SYSTEM,
        email=f"{row['key']}@{MAIL_DOMAIN}",
        full_name=row["name"],
        password=password,
        position=row["position"],
        library=network.library_of(row),
        is_operator=row.get("is_operator", False),
        now=now,
    )
    for role in row["roles"]:
        people.grant_role(actor=SYSTEM, user_id=user.pk, role=Role(role), place=place, now=now)
    if "head_of" in row:
        library = Place(PlaceKind.LIBRARY, network.branches[row["head_of"]].pk)
        people.grant_role(actor=SYSTEM, user_id=user.pk, role=Role.HEAD, place=library, now=now)
    agreed = [text.pk for text in texts if text.kind == ConsentKind.PROCESSING]
    people.finish_consent_round(actor=user, text_ids=agreed, place=place, now=now)
    return user


def add_staff(content: Table, network: Network, taken: set[str], place: Place, now: datetime) -> list[User]:
    """Make the learners of all libraries, called by their posts. They have no passwords: they come in by a code.

    `taken` names the posts whose accounts exist already.
    """
    staff = []
    for key, name, position, library in posts_of(content, network):
        if name in taken:
            continue
        user = people.create_account(
            actor=SYSTEM, email=f"{key}@{MAIL_DOMAIN}", full_name=name, position=position, library=library, now=now
        )
        people.grant_role(actor=SYSTEM, user_id=user.pk, role=Role.LEARNER, place=place, now=now)
        staff.append(user)
    return staff


def posts_of(content: Table, network: Network) -> Iterator[tuple[str, str, str, Library]]:
    """Yield the address, the name, the post and the library of everybody in the network."""
    for key, library in (("central", network.central), ("children", network.children)):
        for index, post in enumerate(content[key]["posts"], start=1):
            yield f"{key}-{index:02}", post, post.lower(), library
    for row in content["branches"]:
        number = row["number"]
        library = network.branches[number]
        yield f"branch-{number:02}-head", f"Заведующий филиалом № {number}", "заведующий филиалом", library
        for index in range(1, row["librarians"] + 1):
            name = f"Библиотекарь филиала № {number}" + (f" ({index})" if index > 1 else "")
            yield f"branch-{number:02}-{index}", name, "библиотекарь", library
