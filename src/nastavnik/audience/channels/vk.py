"""VK: `wall.getById` with a service key, `video.get` with a person's key, by the schema of version 5.199.

VK may fill the views of a film for a service key or not; neither way could be tried against the real service from where this was written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.audience.channels.base import HOUR, Stopped, Talk, Told, batches, ended, object_in, whole
from nastavnik.audience.enums import PlacementState, PullState

API = "https://api.vk.com/method"
VERSION = "5.199"
NUMBER = re.compile(r"-?\d{1,18}_\d{1,18}", re.ASCII)
# at most three a second
PAUSE_SECONDS = 0.4
# VK takes 100 posts and 200 films; a post is long, and what is answered must not be
MOST_POSTS, MOST_FILMS = 50, 100
DAY = 24 * HOUR
TOO_OFTEN, FLOOD = 6, 9

# What VK's errors mean for who counts views: the state, what to do, and when it is worth asking again.
ERRORS: dict[int, tuple[PullState, Promise, int]] = {
    5: (
        PullState.REFUSED,
        gettext_lazy("VK does not know the key: it is wrong or was withdrawn. Put in a new one."),
        DAY,
    ),
    6: (PullState.PACED, gettext_lazy("We asked VK too often in one second. The next try comes by itself."), HOUR),
    9: (
        PullState.PACED,
        gettext_lazy("VK finds that we ask the same too often. The next try comes by itself."),
        6 * HOUR,
    ),
    14: (
        PullState.REFUSED,
        gettext_lazy("VK wants a person to type letters from a picture. Put the numbers in by hand for now."),
        DAY,
    ),
    15: (
        PullState.REFUSED,
        gettext_lazy(
            "VK does not show this to the key: the post or the community is closed. Open it, or count by hand."
        ),
        DAY,
    ),
    27: (
        PullState.REFUSED,
        gettext_lazy("This is the key of a community, which may not ask for views. Put in a service key of an app."),
        DAY,
    ),
    28: (
        PullState.REFUSED,
        gettext_lazy(
            "This is the key of an app, and VK wants a person’s key for films. Choose the way “VK, service key”."
        ),
        DAY,
    ),
    29: (PullState.PACED, gettext_lazy("What VK allows for a day is used up. The next try comes by itself."), DAY),
    104: (PullState.EMPTY, gettext_lazy("VK finds nothing at these addresses. Look whether they are right."), DAY),
    204: (
        PullState.REFUSED,
        gettext_lazy("VK does not show the film to the key: it is private. Open it, or count by hand."),
        DAY,
    ),
    3609: (
        PullState.REFUSED,
        gettext_lazy("The person’s key has run out and must be confirmed anew at VK. Put in a new one."),
        DAY,
    ),
}


@dataclass(slots=True)
class _Vk:
    """What both ways have in common."""

    key: str
    api: str = API
    talk: Talk = field(default_factory=lambda: Talk(PAUSE_SECONDS))
    most: int = MOST_FILMS

    def ask(self, outer_ids: Sequence[str]) -> Told:
        """Return the views of these; where it stops, what was told until then."""
        numbers, found, strange = dict[str, int](), dict[str, PlacementState](), 0
        try:
            for group in batches(filter(NUMBER.fullmatch, outer_ids), self.most):
                told = dict(self._told(group))
                for outer_id in group:
                    found[outer_id] = _finding(told, outer_id)
                    views = told.get(outer_id)
                    if views is None:
                        continue
                    if (value := whole(views)) is None:
                        strange += 1
                    else:
                        numbers[outer_id] = value
        except Stopped as stop:
            return Told(stop.state, stop.said, numbers, found, stop.retry_after)
        return ended(numbers, found, strange)

    def _told(self, group: list[str]) -> Iterator[tuple[str, object]]:
        """Yield ids and what stands for their views; None where VK tells none."""
        raise NotImplementedError

    def items(self, method: str, asked: dict[str, str]) -> list[dict[str, Any]]:
        """Return the items of an answer; asked too often, once more a second later. Raises `Stopped`."""
        form = {**asked, "access_token": self.key, "v": VERSION}
        told = object_in(self.talk.post(f"{self.api}/{method}", form))
        if _code(told) in {TOO_OFTEN, FLOOD}:
            self.talk.sleep(1.0)
            told = object_in(self.talk.post(f"{self.api}/{method}", form))
        if "error" in told:
            raise _stopped(_code(told))
        response = told.get("response")
        # older versions answer with the list itself
        items = response.get("items") if isinstance(response, dict) else response
        if not isinstance(items, list):
            raise Stopped(PullState.BROKEN, _("The answer is not what the place’s documents describe."))
        return [item for item in items if isinstance(item, dict)]


class VkPosts(_Vk):
    """Posts by a service key; counted is the film that hangs on a post, not the post."""

    def _told(self, group: list[str]) -> Iterator[tuple[str, object]]:
        for post in self.items("wall.getById", {"posts": ",".join(group)}):
            yield f"{post.get('owner_id')}_{post.get('id')}", _film_views(post)


class VkFilms(_Vk):
    """Films by a person's key."""

    def _told(self, group: list[str]) -> Iterator[tuple[str, object]]:
        for film in self.items("video.get", {"videos": ",".join(group), "count": str(len(group))}):
            yield f"{film.get('owner_id')}_{film.get('id')}", film.get("views")


def _film_views(post: dict[str, Any]) -> object:
    """Return the views of the only film of a post; None where it has none, several, or VK does not tell."""
    hung = post.get("attachments")
    hung = hung if isinstance(hung, list) else []
    films = [one.get("video") for one in hung if isinstance(one, dict) and one.get("type") == "video"]
    return films[0].get("views") if len(films) == 1 and isinstance(films[0], dict) else None


def _finding(told: dict[str, object], outer_id: str) -> PlacementState:
    if outer_id not in told:
        return PlacementState.MISSING
    return PlacementState.HIDDEN if told[outer_id] is None else PlacementState.THERE


def _code(told: dict[str, Any]) -> int:
    """Return the code of an error; 0 where there is none that can be read."""
    error = told.get("error")
    code = error.get("error_code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else 0


def _stopped(code: int) -> Stopped:
    if code in ERRORS:
        state, words, retry_after = ERRORS[code]
        return Stopped(state, str(words), retry_after)
    return Stopped(
        PullState.BROKEN, _("VK answered with an error that we do not know (%(code)d).") % {"code": code}, DAY
    )
