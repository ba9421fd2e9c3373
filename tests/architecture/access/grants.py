"""Grants: who writes a project, who decides about it, who leads it, who looks. Each area adds rows and things of its own."""

from typing import Any

from nastavnik.grants.enums import MemberRole
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import User
from tests.architecture.access.grant_onward import things_of_onward
from tests.architecture.access.grant_projects import things_of_projects
from tests.architecture.access.grant_talk import things_of_talk
from tests.architecture.access.grant_writing import things_of_writing
from tests.architecture.access.words import DESK, OWN, PUBLIC, RUN, Answer, Row, get, post, who
from tests.grants.factories import GrantFactory, GrantMemberFactory, GrantProjectFactory
from tests.people.factories import LibraryFactory, grant

# the head of the world heads the library of the project, the mentor leads it
READS = who("head", "mentor", "methodist", "director", others=Answer.MISSING)
WRITES = who("head", "mentor", "methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}
STEERS = who("head", "methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN, "mentor": Answer.FORBIDDEN}
# a remark of the head is withdrawn by her alone; the mentor judges, and what she has not finished is hers
OF_THE_HEAD = who("head", others=Answer.MISSING) | dict.fromkeys(("mentor", "methodist", "director"), Answer.FORBIDDEN)
REVIEWS = who("mentor", "methodist", others=Answer.MISSING) | dict.fromkeys(("head", "director"), Answer.FORBIDDEN)
OF_THE_MENTOR = who("mentor", others=Answer.MISSING)
# what was removed is there for those alone who may bring it back
BRINGS_BACK = who("head", "methodist", others=Answer.MISSING)

PROJECTS: tuple[Row, ...] = (
    get("grants:own", OWN),
    get("grants:begin", OWN),
    get("grants:begin_fund", who(others=Answer.AWAY), "fund_key", why="leads to the choice of a library"),
    get("grants:project", READS, "grant_project"),
    get("grants:project_funds", STEERS, "grant_project"),
    get("grants:add_fund", STEERS, "grant_project", "fund_key"),
    get("grants:grant_fund", READS, "grant"),
    get("grants:carried", READS, "promoted_grant"),
    get("grants:terms", STEERS, "grant"),
    get("grants:takeover", READS, "grant"),
    post("grants:remove_grant", STEERS, "grant"),
    post("grants:restore_grant", BRINGS_BACK, "removed_grant"),
    post("grants:add_member", STEERS, "grant_project"),
    post("grants:add_mentor", STEERS, "grant_project", "grant_mentor"),
    post("grants:remove_member", STEERS, "grant_project", "grant_member"),
    post("grants:remove_project", STEERS, "grant_project"),
    post("grants:restore_project", BRINGS_BACK, "removed_project"),
    get("grants:funds", DESK),
    get("grants:new_fund", RUN),
    get("grants:fund", DESK, "fund_key"),
    get("grants:fund_text", DESK, "fund_key"),
    get("grants:edit_fund", RUN, "fund_key"),
    post("grants:hide_fund", RUN, "fund_key"),
    post("grants:show_fund", RUN, "fund_key"),
)
WRITING: tuple[Row, ...] = (
    get("grants:grant", READS, "grant"),
    get("grants:read", READS, "grant"),
    get("grants:section", READS, "grant", "grant_section"),
    post("grants:save_section", WRITES, "grant", "grant_section"),
    get("grants:section_now", READS, "grant", "grant_section"),
    get("grants:file", READS, "grant", "grant_file"),
    get("grants:history", READS, "grant"),
    get("grants:field_history", READS, "grant", "grant_field"),
    post("grants:restore_revision", WRITES, "grant", "grant_field", "aside_number"),
    post("grants:leave_aside", WRITES, "grant", "grant_field", "aside_number"),
    get("grants:compare_versions", READS, "grant"),
    post("grants:keep_version", WRITES, "grant"),
    post("grants:restore_version", WRITES, "grant", "grant_version"),
)
TALK: tuple[Row, ...] = (
    get("grants:remarks", READS, "grant"),
    get("grants:panel", READS, "grant", "panel_section"),
    post("grants:add_remark", WRITES, "grant"),
    post("grants:answer_remark", WRITES, "grant", "grant_remark"),
    post("grants:resolve_remark", WRITES, "grant", "grant_remark"),
    post("grants:reopen_remark", WRITES, "grant", "grant_remark"),
    post("grants:withdraw_remark", OF_THE_HEAD, "grant", "grant_remark"),
    get("grants:proofs", READS, "grant"),
    get("grants:add_proof", WRITES, "grant"),
    get("grants:proof", WRITES, "grant", "grant_proof"),
    get("grants:proof_file", READS, "grant", "grant_proof"),
    post("grants:remove_proof", WRITES, "grant", "grant_proof"),
    post("grants:add_claim", WRITES, "grant"),
    post("grants:prove_claim", WRITES, "grant", "grant_claim"),
    post("grants:dismiss_claim", WRITES, "grant", "grant_claim"),
    post("grants:restore_claim", WRITES, "grant", "grant_claim"),
    get("grants:reviews", READS, "grant"),
    post("grants:begin_review", REVIEWS, "grant"),
    get("grants:review", OF_THE_MENTOR, "grant", "open_review"),
    get("grants:review", READS, "grant", "finished_review"),
    post("grants:save_review", OF_THE_MENTOR, "grant", "open_review"),
    post("grants:reopen_review", OF_THE_MENTOR, "grant", "open_review"),
    post("grants:drop_review", OF_THE_MENTOR, "grant", "open_review"),
    get("grants:study", READS, "grant"),
    get("grants:moments", RUN),
    post("grants:remove_moment", RUN, "study_moment"),
    post("grants:restore_moment", RUN, "study_moment"),
)
CHECK: tuple[Row, ...] = (
    get("grants:check", READS, "grant"),
    get("grants:overlap", READS, "grant"),
    get("grants:overlap_with", READS, "grant", "grant_of_the_same"),
    get("grants:budget", READS, "grant"),
    get("grants:budget_file", READS, "grant"),
    get("grants:paste_budget", WRITES, "grant"),
    post("grants:save_budget", WRITES, "grant"),
)
ONWARD: tuple[Row, ...] = (
    get("grants:papers", READS, "grant"),
    get("grants:document", READS, "grant"),
    get("grants:archive", READS, "grant"),
    get("grants:copy", READS, "grant"),
    get("grants:move", STEERS, "grant", "submitted_state"),
    get("grants:answer", STEERS, "grant"),
    post("grants:add_report", STEERS, "grant"),
    post("grants:mark_report", STEERS, "grant", "grant_report"),
    post("grants:remove_report", STEERS, "grant", "grant_report"),
    get("grants:calendar", PUBLIC, "grant_calendar", is_shared=True),
    get("grants:board", DESK),
)

ROWS = (*PROJECTS, *WRITING, *TALK, *CHECK, *ONWARD)


def things_of_grants(school: Any, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a project with an application to a fund, of a library that the head of the world heads."""
    library = LibraryFactory(organisation=school.owner)
    project = GrantProjectFactory(school=school, library=library)
    if head := people["head"]:
        grant(head, Role.HEAD, Place(PlaceKind.LIBRARY, library.pk))
    if mentor := people["mentor"]:
        GrantMemberFactory(project=project, user=mentor, role=MemberRole.MENTOR)
    application = GrantFactory(project=project)
    things = things_of_projects(school, library, project)
    return {
        "grant_project": project.token,
        "grant": application.token,
        "grant_of_the_same": GrantFactory(project=project).token,
        **things,
        **things_of_onward(application, people),
        **things_of_writing(application),
        **things_of_talk(application, people),
    }
