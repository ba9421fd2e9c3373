"""Who is in a course, as its platform tells at this moment (NRPS). Read for the methodist who asks, and kept nowhere."""

from datetime import datetime

from nastavnik.learning.lti.services import Member, next_page, read_members
from nastavnik.learning.lti.words import PEOPLE_TYPE, SCOPE_PEOPLE
from nastavnik.learning.models import LtiLink
from nastavnik.learning.services.lti.refusals import PeopleNotTold
from nastavnik.learning.services.lti.talk import Untaken, Wanted, ask_service

MOST_PAGES = 20
MOST_PEOPLE = 2000


def members_of(*, link: LtiLink, now: datetime) -> list[Member]:
    """Return the people of the course of `link`, which its caller may see. Raises `PeopleNotTold`."""
    members: list[Member] = []
    url = link.people_url
    for _page in range(MOST_PAGES):
        if not url or len(members) >= MOST_PEOPLE:
            break
        wanted = Wanted("GET", url, SCOPE_PEOPLE, {"Accept": PEOPLE_TYPE})
        try:
            answer = ask_service(link.platform, wanted, now=now)
            members += read_members(answer.json())
        except (Untaken, ValueError) as error:
            raise PeopleNotTold from error
        url = next_page(answer.headers.get("link", ""))
    return members[:MOST_PEOPLE]
