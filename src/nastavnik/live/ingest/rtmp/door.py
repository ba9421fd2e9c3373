"""Who may come in: connections of one address, those not yet admitted, wrong keys. Asked before a byte is read."""

from collections import Counter, deque
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from nastavnik.live.ingest.rtmp.gate import Limits

V = TypeVar("V")

_MINUTE: Final = 60.0
# Wrong keys are remembered of so many addresses; those of the oldest are forgotten first.
_MOST_REMEMBERED: Final = 10_000


class Door(Generic[V]):
    """Counts visitors by their households. `clock` gives seconds that only grow."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits, self._clock = limits, clock
        self._inside: Counter[str] = Counter()
        self._waiting_of: Counter[str] = Counter()
        self._waiting: dict[V, str] = {}  # in the order in which they came
        self._wrong_keys: dict[str, deque[float]] = {}

    @property
    def waiting(self) -> int:
        """How many have not been admitted yet."""
        return len(self._waiting)

    def is_open_to(self, household: str) -> bool:
        """Tell whether one more of this household may come in."""
        return (
            self._inside[household] < self._limits.connections_per_address
            and self._waiting_of[household] < self._limits.waiting_per_address
            and self._recent_wrong_keys(household) < self._limits.wrong_keys_per_minute
        )

    def let_in(self, visitor: V, household: str) -> V | None:
        """Count a new visitor; return who must go for it when too many wait: the one that has waited longest.

        Were newcomers refused instead, a few silent connections would keep every publisher out.
        """
        self._inside[household] += 1
        self._waiting_of[household] += 1
        self._waiting[visitor] = household
        if len(self._waiting) <= self._limits.waiting:
            return None
        longest = next(iter(self._waiting))
        self.admitted(longest)
        return longest

    def admitted(self, visitor: V) -> None:
        """Count a visitor no more among those who wait."""
        household = self._waiting.pop(visitor, None)
        if household is not None:
            _take_one(self._waiting_of, household)

    def left(self, visitor: V, household: str) -> None:
        """Count a visitor no more."""
        self.admitted(visitor)
        _take_one(self._inside, household)

    def note_wrong_key(self, household: str) -> None:
        """Remember that somebody of this household tried a key that is none."""
        times = self._wrong_keys.pop(household, None) or deque(maxlen=self._limits.wrong_keys_per_minute)
        times.append(self._clock())
        self._wrong_keys[household] = times
        if len(self._wrong_keys) > _MOST_REMEMBERED:
            del self._wrong_keys[next(iter(self._wrong_keys))]

    def _recent_wrong_keys(self, household: str) -> int:
        since = self._clock() - _MINUTE
        return sum(when > since for when in self._wrong_keys.get(household, ()))


def _take_one(counter: Counter[str], household: str) -> None:
    counter[household] -= 1
    if counter[household] <= 0:
        del counter[household]
