"""Contests in which everything that somebody must not read is an unmistakable word: a blind one in its review, one that is
decided and not released, one that is released.

Every word belongs to a `Secret`, and every secret says who may read it; whoever else meets it has found a leak.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.core.files.base import ContentFile
from django.utils import timezone
from tests.architecture.access.world import answer_consents
from tests.contest.applications.conftest import head_of
from tests.contest.factories import (
    AwardFactory,
    CriterionFactory,
    DirectionFactory,
    FormFieldFactory,
    FormSectionFactory,
)
from tests.contest.jury.factories import ApplicationFactory, ContestFactory, JurorFactory
from tests.contest.papers import telling_docx, telling_pdf, telling_picture
from tests.people.factories import LibraryFactory, OrganisationFactory, UserFactory, grant, in_network

from nastavnik.contest.enums import Feedback, FieldKind, FormalVerdict, SheetState
from nastavnik.contest.models import (
    Application,
    ApplicationFile,
    Author,
    ChairVote,
    Contest,
    Criterion,
    Decision,
    Direction,
    GalleryEntry,
    Juror,
    Mark,
    ScoreSheet,
    SectionText,
)
from nastavnik.contest.services import applications, jury
from nastavnik.contest.services import results as outcomes
from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Secret(StrEnum):
    """Whose words something is made of."""

    # who applies, and everything by which it could be told
    WHO = "who applies"
    # what stands in the application itself
    PROJECT = "the project"
    # a draft that was never submitted
    DRAFT = "a draft"
    # marks' comments and advice of a juror while the review goes on
    MARKS = "marks in a review"
    # of what nobody but the juror herself ever reads
    NOTES = "private notes"
    # decisions, awards given, letters, votes of the chair, minutes: before the release
    OUTCOME = "the outcome"
    # who of the jury marked what in a released contest, and comments that no regulation gives to applicants
    MARKED = "who marked what"
    # an idea that its authors keep to themselves, and names of authors who have not agreed to be named
    UNSHOWN = "what was not agreed to"
    # why a juror does not judge
    RECUSED = "a recusal"


@dataclass(slots=True)
class Hidden:
    """The people around the contests, their things by the names of the access matrix, and all words by their secret."""

    people: dict[str, User] = field(default_factory=dict)
    things: list[dict[str, object]] = field(default_factory=list)
    words: dict[Secret, dict[str, str]] = field(default_factory=lambda: {secret: {} for secret in Secret})

    def word(self, secret: Secret, where: str) -> str:
        """Return a word that stands nowhere else, and remember whose it is and where it was written."""
        known = sum(len(words) for words in self.words.values())
        made = f"щукля{known:02}бряк"
        self.words[secret][where] = made
        return made

    def of(self, *secrets: Secret) -> list[str]:
        """Return the words of some secrets."""
        return [word for secret in secrets for word in self.words[secret].values()]


def hide_contests(school: School, people: dict[str, User]) -> Hidden:
    """Let three contests go as far as they can, through the services where those have something to say."""
    hidden = Hidden()
    contest = ContestFactory(
        school=school, slug="blind", is_blind=True, sheets_each=3, feedback=Feedback.MARKS, tie_rules=["chair"]
    )
    give_form(contest)
    application = hide_application(hidden, contest, people["methodist"])
    hide_jury(hidden, contest, application, people)
    hide_outcome(hidden, school, people)
    hide_released(hidden, school, people)
    for person in hidden.people.values():
        answer_consents(person, place_of(school))
    return hidden


def give_form(contest: Contest) -> None:
    """Give a contest a form: of each kind a field that everybody may read, and one that tells who applies."""
    about = FormSectionFactory(contest=contest, key="about")
    told = (("title", FieldKind.LINE, False), ("goal", FieldKind.TEXT, False), ("team", FieldKind.TEXT, True))
    told += (("plans", FieldKind.FILES, False), ("letters", FieldKind.FILES, True))
    for key, kind, tells_who in told:
        FormFieldFactory(section=about, key=key, kind=kind, most=0, is_required=False, tells_who=tells_who)
    CriterionFactory(contest=contest, highest=10, needs_comment=False)
    DirectionFactory(contest=contest)


def hide_application(hidden: Hidden, contest: Contest, methodist: User) -> Application:
    """Let a library whose every name is a word apply with files whose every note is one, and be admitted."""
    school, now = contest.school, timezone.now()
    head, library = hide_library(hidden, school)
    colleague = UserFactory(full_name=f"Соавтор {hidden.word(Secret.WHO, 'co-author')}", library=library)
    grant(colleague, Role.LEARNER, place_of(school))
    hidden.people |= {"applicant": head, "co-author": colleague}
    contest.deadline_at = now + DAY
    contest.save()
    begin = {"actor": head, "contest_id": contest.pk, "library_id": library.pk, "now": now}
    begin["direction_id"] = Direction.objects.get(contest=contest).pk
    application = applications.begin_application(**begin)
    applications.add_author(actor=head, application_id=application.pk, email=colleague.email, now=now)
    write(hidden, application, now)
    for key in ("plans", "letters"):
        add_files(hidden, head, application, key, now)
    submission = applications.submit_application(actor=head, application_id=application.pk, now=now)
    words = {
        "verdict": FormalVerdict.ADMIT,
        "message": hidden.word(Secret.WHO, "formal check"),
        "turn": submission.turn,
    }
    applications.check_application(actor=methodist, application_id=application.pk, now=now, **words)
    Contest.objects.filter(pk=contest.pk).update(deadline_at=now - 10 * DAY)
    file = ApplicationFile.objects.filter(application=application, field_key="letters").first()
    hidden.things.append(
        {
            **dict.fromkeys(("contest", "judged_contest"), contest.token),
            "contest_slug": contest.slug,
            **dict.fromkeys(("application", "submitted_application", "judged_application"), application.token),
            "application_file": file.token,
            "form_section": "about",
            "co_author": colleague.token,
            "turn": submission.turn,
        }
    )
    hide_draft(hidden, contest, head)
    application.refresh_from_db()
    return application


def hide_library(hidden: Hidden, school: School) -> tuple[User, object]:
    """Make a library of the network and its head."""
    organisation = OrganisationFactory(
        name=f"Система {hidden.word(Secret.WHO, 'organisation')}",
        short_name=f"Сеть {hidden.word(Secret.WHO, 'short name')}",
    )
    in_network(organisation, place_of(school))
    name = f"Филиал {hidden.word(Secret.WHO, 'library')}"
    library = LibraryFactory(organisation=organisation, name=name, name_key=name.lower())
    return head_of(library, school, full_name=f"Глава {hidden.word(Secret.WHO, 'head')}"), library


def write(hidden: Hidden, application: Application, now) -> None:
    """Fill the application in."""
    values = {
        "title": hidden.word(Secret.PROJECT, "title"),
        "goal": hidden.word(Secret.PROJECT, "goal"),
        "team": hidden.word(Secret.WHO, "team"),
    }
    SectionText.objects.create(application=application, key="about", values=values, version=1, changed_at=now)
    application.title, application.title_key = values["title"], values["title"]
    application.save()


def add_files(hidden: Hidden, actor: User, application: Application, key: str, now) -> None:
    """Attach files of each kind, with names and notes that tell who made them."""
    for kind, made in (("pdf", telling_pdf), ("docx", telling_docx), ("jpg", telling_picture)):
        content = made(hidden.word(Secret.WHO, f"notes of a {kind} in {key}"))
        name = f"{hidden.word(Secret.WHO, f'name of a {kind} in {key}')}.{kind}"
        file = ContentFile(content, name=name)
        applications.add_file(actor=actor, application_id=application.pk, field_key=key, file=file, now=now)


def hide_draft(hidden: Hidden, contest: Contest, head: User) -> None:
    """Let the same library have begun another application."""
    now = timezone.now()
    draft = Application.objects.create(
        contest=contest,
        library=head.library,
        title=hidden.word(Secret.DRAFT, "title of a draft"),
        created_at=now,
        changed_at=now,
    )
    values = {"goal": hidden.word(Secret.DRAFT, "goal of a draft")}
    SectionText.objects.create(application=draft, key="about", values=values, version=1, changed_at=now)
    applications_of = {"application": draft.token, "contest": contest.token, "form_section": "about"}
    hidden.things.append({**applications_of, "submitted_application": draft.token})


def hide_jury(hidden: Hidden, contest: Contest, application: Application, people: dict[str, User]) -> None:
    """Let the juror of the world have an open sheet, two others a finished one, the fourth be recused after she had finished."""
    seat(hidden, contest, people["juror"], "juror of the world")
    names = ("finished juror", "chair", "recused juror")
    jurors = [seat(hidden, contest, UserFactory(full_name=f"Член жюри {name}"), name) for name in names]
    for juror in jurors:
        hidden.people[juror.name.partition(": ")[2]] = juror.user
        grant(juror.user, Role.LEARNER, place_of(contest.school))
    own = Juror.objects.get(contest=contest, user=people["juror"])
    open_sheet = mark_sheet(hidden, own, application, is_finished=False)
    sheets = [mark_sheet(hidden, juror, application) for juror in jurors]
    Juror.objects.filter(pk=jurors[1].pk).update(is_chair=True)
    reason = hidden.word(Secret.RECUSED, "reason")
    words = {"juror_id": jurors[2].pk, "application_id": application.pk, "reason": reason}
    jury.declare_recusal(actor=jurors[2].user, now=timezone.now(), **words)
    for sheet in (open_sheet, *sheets):
        hidden.things.append(
            {
                **dict.fromkeys(("open_sheet", "finished_sheet", "paper_sheet"), sheet.token),
                "contest": contest.token,
                "paper_juror": sheet.juror.token,
                "part": "1",
            }
        )


def seat(hidden: Hidden, contest: Contest, user: User, name: str) -> Juror:
    """Seat somebody in the jury."""
    return JurorFactory(contest=contest, user=user, name=f"{hidden.word(Secret.MARKED, name)}: {name}")


def mark_sheet(hidden: Hidden, juror: Juror, application: Application, *, is_finished: bool = True) -> ScoreSheet:
    """Let a juror have written in her sheet, and finished it."""
    now, whose = timezone.now(), f"{juror.name.partition(': ')[2]} on {application.number}"
    done = {"state": SheetState.FINISHED, "finished_at": now - HOUR} if is_finished else {}
    sheet = ScoreSheet.objects.create(
        juror=juror,
        application=application,
        advice=hidden.word(Secret.MARKS, f"advice of {whose}"),
        notes=hidden.word(Secret.NOTES, f"notes of {whose}"),
        version=1,
        given_at=now - DAY,
        changed_at=now - HOUR,
        **done,
    )
    for criterion in Criterion.objects.filter(contest=juror.contest):
        comment = hidden.word(Secret.MARKS, f"comment of {whose}")
        Mark.objects.create(sheet=sheet, criterion=criterion, value=7, comment=comment)
    return sheet


def hide_outcome(hidden: Hidden, school: School, people: dict[str, User]) -> None:
    """Let a contest be decided: minutes, letters, an award given for a reason, a vote of the chair; and not be released."""
    now = timezone.now()
    contest = ContestFactory(school=school, slug="decided", is_blind=True, review_until=now - DAY, tie_rules=["chair"])
    give_form(contest)
    first, second = (entry(hidden, contest, people["methodist"], number) for number in (1, 2))
    chair = seat(hidden, contest, hidden.people["chair"], "chair of the decided")
    Juror.objects.filter(pk=chair.pk).update(is_chair=True)
    for application in (first, second):
        mark_sheet(hidden, chair, application)
    no_longer_in_review(hidden, "decided")
    special = AwardFactory(contest=contest)
    act = {"actor": people["methodist"], "contest_id": contest.pk, "now": now}
    reason = f"Решение: {hidden.word(Secret.OUTCOME, 'reason of the chair')}"
    outcomes.vote_as_chair(**act, order=[second.number, first.number], reason=reason)
    outcomes.take_places(**act)
    decision = Decision.objects.get(application=first)
    note = hidden.word(Secret.OUTCOME, "note of a decision")
    outcomes.decide(
        actor=people["methodist"],
        application_id=first.pk,
        award_id=special.pk,
        note=note,
        version=decision.version,
        now=now,
    )
    letter = hidden.word(Secret.OUTCOME, "letter")
    version = decision.version + 1
    outcomes.edit_letter(actor=people["methodist"], application_id=first.pk, letter=letter, version=version, now=now)
    outcomes.make_minutes(**act)
    GalleryEntry.objects.create(
        application=first, summary=hidden.word(Secret.OUTCOME, "idea"), is_public=True, changed_at=now
    )
    assert ChairVote.objects.filter(contest=contest).count() == 2
    hidden.things.append(things_of_results(contest, first) | {"minutes_number": 1})


def hide_released(hidden: Hidden, school: School, people: dict[str, User]) -> None:
    """Let a contest be released that gives its applicants nothing of the jury's work, with one idea shown and one kept."""
    now = timezone.now()
    contest = ContestFactory(school=school, slug="over", is_blind=True, review_until=now - DAY, has_public_vote=True)
    Contest.objects.filter(pk=contest.pk).update(feedback=Feedback.NOTHING)
    give_form(contest)
    first, second = (entry(hidden, contest, people["methodist"], number) for number in (1, 2))
    AwardFactory(contest=contest, place=1)
    juror = seat(hidden, contest, people["juror"], "juror of the released")
    other = seat(hidden, contest, hidden.people["finished juror"], "other juror of the released")
    for one in (juror, other):
        for application in (first, second):
            mark_sheet(hidden, one, application)
    hidden.words[Secret.MARKED] |= {
        where: hidden.words[Secret.MARKS].pop(where)
        for where in list(hidden.words[Secret.MARKS])
        if "released" in where
    }
    act = {"actor": people["methodist"], "contest_id": contest.pk, "now": now}
    outcomes.take_places(**act)
    outcomes.make_minutes(**act)
    outcomes.release_results(**act)
    shown = {"changed_at": now, "names_authors": True}
    GalleryEntry.objects.create(application=first, summary="Показанная идея", is_public=True, **shown)
    kept = hidden.word(Secret.UNSHOWN, "idea that was kept")
    GalleryEntry.objects.create(application=second, summary=kept, is_public=False, **shown)
    hidden.things += [things_of_results(contest, one) | {"minutes_number": 1} for one in (first, second)]


def no_longer_in_review(hidden: Hidden, whose: str) -> None:
    """Let words of sheets be secret as those of a review that is over: the desk reads them, and nobody else."""
    words = hidden.words[Secret.MARKS]
    hidden.words[Secret.MARKED] |= {where: words.pop(where) for where in list(words) if whose in where}


def entry(hidden: Hidden, contest: Contest, methodist: User, number: int) -> Application:
    """Return an admitted application with an author who agreed to nothing, submitted as it stands."""
    now = timezone.now()
    author = UserFactory(full_name=f"Автор {hidden.word(Secret.UNSHOWN, f'author {number} of {contest.pk}')}")
    grant(author, Role.LEARNER, place_of(contest.school))
    hidden.people[f"author {number} of {contest.pk}"] = author
    application = ApplicationFactory(contest=contest, number=number, title=f"Проект {number}")
    Author.objects.create(application=application, user=author, is_head=True, added_at=now)
    return application


def things_of_results(contest: Contest, application: Application) -> dict[str, object]:
    """Return what stands in the addresses of what comes of a contest."""
    return {
        **dict.fromkeys(("contest", "judged_contest", "released_contest"), contest.token),
        "released_slug": contest.slug,
        "contest_slug": contest.slug,
        **dict.fromkeys(("ranked_application", "released_application", "judged_application"), application.token),
        "submitted_application": application.token,
        "turn": 1,
        "part": "1",
    }
