"""Applications by their addresses, for who may open them; a forbidden one answers as a missing one."""

from nastavnik.contest.models import Application, Contest, Submission
from nastavnik.contest.permissions import (
    applications_visible_to,
    can_edit_application,
    contests_at_desk_of,
    contests_kept_by,
)
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


def application_for(actor: Actor, school: School, token: str) -> Application:
    """Return an application to whoever writes it. Raises `Application.DoesNotExist`."""
    rows = Application.objects.select_related("contest__school", "library__organisation", "direction", "typed_by")
    application = rows.get(token=token, contest__school=school)
    if not can_edit_application(actor, application):
        raise Application.DoesNotExist
    return application


def submission_for(actor: Actor, school: School, token: str, turn: int) -> Submission:
    """Return what was submitted, to whoever writes the application. Raises `Submission.DoesNotExist`."""
    application = application_for(actor, school, token)
    return Submission.objects.select_related("application__contest__school").get(application=application, turn=turn)


def contest_at_desk(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest to whoever looks at its register. Raises `Contest.DoesNotExist`."""
    return contests_at_desk_of(actor, school).select_related("school").get(token=token)


def contest_kept(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest to whoever keeps its register. Raises `Contest.DoesNotExist`."""
    return contests_kept_by(actor, school).select_related("school").get(token=token)


def application_at_desk(actor: Actor, contest: Contest, token: str) -> Application:
    """Return an application to whoever looks at the register. Raises `Application.DoesNotExist`."""
    rows = applications_visible_to(actor, contest).select_related("library__organisation", "direction", "typed_by")
    application = rows.get(token=token, is_sample=False)
    application.contest = contest
    return application


def last_submission(application: Application) -> Submission | None:
    """Return the submission that counts; None: there is none."""
    return Submission.objects.filter(application=application).order_by("-turn").first()
