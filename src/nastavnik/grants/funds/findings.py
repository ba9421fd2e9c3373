"""What a rule of the checker finds, and where."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from nastavnik.grants.funds.project import Project
from nastavnik.grants.funds.template import FundTemplate, Light, RuleUse


@dataclass(frozen=True, slots=True)
class Found:
    """A place that breaks a rule: a sentence, the field, and the row of a table, when it is one."""

    words: str
    field: str
    row: str = ""
    # where it is shown beside what it is like
    url: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that breaks a rule, with what the fund says of it."""

    rule: str
    light: Light
    reason: str
    source: str
    found: Found


@dataclass(frozen=True, slots=True)
class Other:
    """Another application of the same organisation: its title, address, and long texts by their fields."""

    title: str
    url: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule looks at."""

    template: FundTemplate
    project: Project
    use: RuleUse
    others: tuple[Other, ...] = ()


Rule: TypeAlias = Callable[[Asked], Iterator[Found]]
