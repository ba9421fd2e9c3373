"""Applications: their authors write, the head submits, the desk looks, who keeps the register decides."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nastavnik.contest.models import ApplicationFile, Contest, Submission
from nastavnik.contest.services import snapshots
from nastavnik.core.clock import now
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import User
from tests.architecture.access.words import DESK_HIDDEN, OWN, RUN_HIDDEN, Answer, Row, get, post, who
from tests.contest.factories import ApplicationFactory, AuthorFactory, FormFieldFactory, FormSectionFactory
from tests.people.factories import LibraryFactory, UserFactory, grant

# the head of the world heads the library that applies
WRITES = who("head", others=Answer.MISSING)
READS = who("head", "methodist", "director", others=Answer.MISSING)

ROWS: tuple[Row, ...] = (
    get("contest:apply", OWN, "contest_slug"),
    get("contest:apply", DESK_HIDDEN, "draft_contest_slug"),
    get("contest:application", WRITES, "application"),
    get("contest:application", WRITES, "submitted_application"),
    get("contest:application_direction", WRITES, "application"),
    get("contest:application_section", WRITES, "application", "form_section"),
    post("contest:save_section", WRITES, "application", "form_section"),
    get("contest:preview_application", WRITES, "application"),
    get("contest:submitted_application", WRITES, "submitted_application", "turn"),
    get("contest:application_receipt", WRITES, "submitted_application", "turn"),
    get("contest:application_file", READS, "submitted_application", "application_file"),
    post("contest:add_author", WRITES, "application"),
    post("contest:remove_author", WRITES, "application", "co_author"),
    post("contest:submit_application", WRITES, "application"),
    post("contest:withdraw_application", WRITES, "submitted_application"),
    post("contest:drop_application", WRITES, "application"),
    get("contest:register", DESK_HIDDEN, "contest"),
    get("contest:paper_application", RUN_HIDDEN, "contest"),
    get("contest:check_application", DESK_HIDDEN, "contest", "submitted_application"),
    get("contest:desk_receipt", DESK_HIDDEN, "contest", "submitted_application"),
)


def things_of_applications(school: Any, people: dict[str, User | None], contest_token: str) -> dict[str, Any]:
    """Return a draft with two authors, and an application that was submitted, of a library that the head of the world heads."""
    head, contest = people["head"], Contest.objects.get(token=contest_token)
    assert head is not None
    library = LibraryFactory(organisation=school.owner)
    grant(head, Role.HEAD, Place(PlaceKind.LIBRARY, library.pk))
    FormFieldFactory(section=FormSectionFactory(contest=contest, key="about"), key="title")
    draft = ApplicationFactory(contest=contest, library=library)
    submitted = ApplicationFactory(contest=contest, library=library, submitted=True, number=1)
    for application in (draft, submitted):
        AuthorFactory(application=application, user=head, is_head=True)
    return {
        "application": draft.token,
        "form_section": "about",
        "co_author": AuthorFactory(application=draft, user=UserFactory()).user.token,
        "submitted_application": submitted.token,
        "turn": submission_of(submitted).turn,
        "application_file": file_of(submitted).token,
    }


def submission_of(application: Any) -> Submission:
    """Let an application have been submitted."""
    taken, sha256 = snapshots.take(application)
    moment = now() - timedelta(hours=1)
    return Submission.objects.create(application=application, turn=1, taken=taken, sha256=sha256, submitted_at=moment)


def file_of(application: Any) -> ApplicationFile:
    """Give an application a file."""
    file = default_storage.save("applications/letter.txt", ContentFile(b"letter"))
    words = {"name": "letter.txt", "kind": "txt", "bytes": 6, "sha256": "0" * 64}
    return ApplicationFile.objects.create(
        application=application, field_key="letters", file=file, added_at=now(), **words
    )
