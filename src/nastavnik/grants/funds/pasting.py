"""A budget out of Excel: which column is what, which row is a line, a heading of an article or a total, and which cells cannot be read.

Nothing is lost: a cell that cannot be read is taken as it stands and told with its row and column, so that it is mended in the sheet.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from nastavnik.contest.checking.numbers import write_money
from nastavnik.contest.checking.values import ROW_ID, Row
from nastavnik.core.ids import new_token
from nastavnik.grants.funds.budget import rounded
from nastavnik.grants.funds.cells import harmless, is_formula, money_in, number_in, split_cells
from nastavnik.grants.funds.template import Article
from nastavnik.grants.funds.words import stems

MOST_PASTED = 200_000
MOST_ROWS, MOST_COLUMNS = 400, 24
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TOTAL = re.compile(r"(?i)(итого|всего|total)\b")
SPACES = re.compile(r"\s+")


class Part(StrEnum):
    """What a column of a pasted table is."""

    NOTHING = ""
    ARTICLE = "article"
    NAME = "name"
    ACTIVITY = "activity"
    QUANTITY = "quantity"
    PRICE = "price"
    COST = "cost"
    OWN = "own"
    REQUESTED = "requested"
    COMMENT = "comment"


# beginnings of the words by which heads of columns are told, the surest first
HEADS: tuple[tuple[Part, tuple[str, ...]], ...] = (
    (Part.COMMENT, ("коммент", "обоснов", "пояснен", "примечан", "comment")),
    (Part.OWN, ("софинанс", "свои", "собствен", "own")),
    (Part.REQUESTED, ("запраш", "грант", "просим", "requested")),
    (Part.ACTIVITY, ("мероприят", "activity")),
    (Part.QUANTITY, ("кол-во", "колич", "сколько", "числ", "quantity")),
    (Part.PRICE, ("цена", "за единицу", "стоимость единицы", "price")),
    (Part.COST, ("стоимость", "сумма", "всего", "итого", "cost")),
    (Part.ARTICLE, ("статья", "категор", "article")),
    (Part.NAME, ("наименов", "за что", "расход", "название", "назначен", "name")),
)
# where no heads are: as the sheet itself is copied
USUAL = (Part.NAME, Part.QUANTITY, Part.PRICE, Part.COST, Part.OWN, Part.REQUESTED, Part.COMMENT)
FEWEST_HEADS = 2


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that is not taken as it stands in Excel: a sentence with where it is."""

    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line of the budget as it would be taken; `row` counts the rows of the table from 1."""

    row: int
    cells: Row
    # the cells of `cells` that must be mended
    wrong: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What names in the table may mean."""

    articles: Sequence[Article]
    # titles by the ids of rows
    activities: Mapping[str, str] = field(default_factory=dict)
    # where nothing says in which article a line stands
    article: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a table is to be read: what its columns are, when somebody has chosen, and the article of lines without one."""

    text: str
    parts: tuple[Part, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table out of Excel, read."""

    # of each column; the first cells beside it
    parts: tuple[Part, ...]
    heads: tuple[str, ...]
    lines: tuple[PastedLine, ...]
    troubles: tuple[Trouble, ...]
    # rows that are no lines: the head, headings of articles, totals
    passed: int


def read_pasted(text: str, known: Known, parts: Sequence[Part] = ()) -> Pasted:
    """Return what a copied table holds; `parts` says what its columns are, when somebody has chosen."""
    return read_cells(enumerate(split_cells(text[:MOST_PASTED], MOST_ROWS, MOST_COLUMNS), start=1), known, parts)


def read_cells(rows: Iterable[tuple[int, list[str]]], known: Known, parts: Sequence[Part] = ()) -> Pasted:
    """Return what numbered rows of cells hold."""
    table = [(number, cells) for number, cells in rows if any(cells)][:MOST_ROWS]
    width = max((len(cells) for _number, cells in table), default=0)
    head = next((row for row in table[:10] if len(_told(row[1])) >= FEWEST_HEADS), None)
    chosen = tuple(parts) or (_parts_of(head[1]) if head else USUAL)
    chosen = (*chosen, *[Part.NOTHING] * (width - len(chosen)))[:width]
    reader = _Reader(known, chosen)
    for number, cells in table:
        if head is not None and number <= head[0]:
            reader.passed += 1
        else:
            reader.read(number, cells)
    shown = head[1] if head else table[0][1] if table else []
    heads = (*shown, *[""] * (width - len(shown)))
    return Pasted(chosen, tuple(heads), tuple(reader.lines), tuple(reader.troubles), reader.passed)


def _parts_of(cells: Sequence[str]) -> tuple[Part, ...]:
    told = _told(cells)
    return tuple(told.get(place, Part.NOTHING) for place in range(len(cells)))


def _told(cells: Sequence[str]) -> dict[int, Part]:
    """Return which columns a row of heads names; a part is one column, the first."""
    told: dict[int, Part] = {}
    for place, cell in enumerate(cells):
        part = _part_of(cell)
        if part is not None and part not in told.values():
            told[place] = part
    return told


def _part_of(head: str) -> Part | None:
    plain = SPACES.sub(" ", head.casefold().replace("ё", "е")).strip()
    if not plain or len(plain) > 80 or any(letter.isdigit() for letter in plain):  # noqa: PLR2004 -- a head is short
        return None
    for part, words in HEADS:
        if any(word in plain for word in words):
            return part
    return None


class _Reader:
    """Reads rows one after another: a heading of an article holds for those that follow."""

    def __init__(self, known: Known, parts: Sequence[Part]) -> None:
        self.known, self.parts = known, parts
        self.article = known.article
        self.lines: list[PastedLine] = []
        self.troubles: list[Trouble] = []
        self.passed = 0

    def read(self, number: int, cells: Sequence[str]) -> None:
        """Read a row."""
        filled = [cell for cell in cells if cell]
        if TOTAL.match(filled[0]):
            self.passed += 1
            return
        if len(filled) == 1 and (article := self._article(filled[0])):
            self.article = article
            self.passed += 1
            return
        by_part: dict[Part, str] = dict(zip(self.parts, cells, strict=False))
        by_part.pop(Part.NOTHING, None)
        if not any(by_part.values()):
            self.passed += 1
            return
        self.lines.append(self._line(number, by_part))

    def _line(self, number: int, cells: Mapping[Part, str]) -> PastedLine:
        wrong = set[str]()
        row = {
            ROW_ID: new_token(8),
            "article": self._chosen_article(number, cells.get(Part.ARTICLE, "")),
            "name": self._text(number, Part.NAME, cells),
            "activity": self._activity(number, cells.get(Part.ACTIVITY, "")),
            "comment": self._text(number, Part.COMMENT, cells),
        }
        quantity = self._number(number, Part.QUANTITY, cells, wrong)
        price = self._money(number, Part.PRICE, cells, wrong)
        cost = self._money(number, Part.COST, cells, set())
        row |= self._figures(number, cells, quantity, price, cost)
        own = self._money(number, Part.OWN, cells, wrong)
        asked = self._money(number, Part.REQUESTED, cells, set())
        row["own"] = self._own(cells, own, asked, money_in(row["price"]), number_in(row["quantity"]))
        return PastedLine(number, row, frozenset(wrong))

    def _figures(
        self, number: int, cells: Mapping[Part, str], quantity: Decimal | None, price: int | None, cost: int | None
    ) -> Row:
        """Return quantity and price; one that is missing follows from the cost, when it does so to the kopeck."""
        told = {"quantity": harmless(cells.get(Part.QUANTITY, "")), "price": harmless(cells.get(Part.PRICE, ""))}
        if quantity is not None:
            told["quantity"] = _number(quantity)
        if price is not None:
            told["price"] = write_money(price)
        if not told["price"] and cost is not None:
            told |= _priced(quantity, cost)
        elif not told["quantity"] and price is not None and (cost is None or cost == price):
            told["quantity"] = "1"
        elif not told["quantity"] and price and cost is not None and cost % price == 0:
            told["quantity"] = str(cost // price)
        reckoned = number_in(told["quantity"]), money_in(told["price"])
        if cost is not None and reckoned[0] is not None and reckoned[1] is not None:
            self._compare(number, rounded(reckoned[0] * reckoned[1]), cost)
        return told

    def _compare(self, number: int, reckoned: int, cost: int) -> None:
        if reckoned != cost:
            words = _("the cost in Excel is %(cost)s, quantity by price is %(reckoned)s: this is taken")
            told = {"cost": write_money(cost), "reckoned": write_money(reckoned)}
            self._tell(number, Part.COST, words % told)

    def _own(
        self, cells: Mapping[Part, str], own: int | None, asked: int | None, price: int | None, quantity: Decimal | None
    ) -> str:
        if own is not None:
            return write_money(own) if own else ""
        if not cells.get(Part.OWN) and asked is not None and price is not None and quantity is not None:
            rest = rounded(quantity * price) - asked
            return write_money(rest) if rest > 0 else ""
        return harmless(cells.get(Part.OWN, ""))

    # --- cells ---

    def _text(self, number: int, part: Part, cells: Mapping[Part, str]) -> str:
        cell = cells.get(part, "")
        if is_formula(cell):
            self._tell(number, part, _("this looks like a formula and is taken as plain words"))
        plain = harmless(cell)
        return plain if part is Part.COMMENT else " ".join(plain.split())

    def _number(self, number: int, part: Part, cells: Mapping[Part, str], wrong: set[str]) -> Decimal | None:
        cell = cells.get(part, "")
        found = number_in(cell)
        if found is not None and found < 0:
            found = None
        if cell and found is None:
            self._refuse(number, part, cell, _("“%(cell)s” is not a number"), wrong)
        return found

    def _money(self, number: int, part: Part, cells: Mapping[Part, str], wrong: set[str]) -> int | None:
        cell = cells.get(part, "")
        found = money_in(cell)
        if cell and found is None:
            self._refuse(number, part, cell, _("“%(cell)s” is not a sum in roubles"), wrong)
        return found

    def _refuse(self, number: int, part: Part, cell: str, words: str, wrong: set[str]) -> None:
        wrong.add(part.value)
        if cell.startswith("="):
            words = _("“%(cell)s” is a formula: copy its value")
        self._tell(number, part, words % {"cell": cell[:40]})

    def _chosen_article(self, number: int, cell: str) -> str:
        if not cell:
            return self.article
        article = self._article(cell)
        if article is None:
            self._tell(number, Part.ARTICLE, _("“%(cell)s” is no article of this fund") % {"cell": cell[:80]})
        # of cells that Excel has joined only the first one has words
        self.article = article or self.article
        return self.article

    def _article(self, cell: str) -> str | None:
        return _found(cell, {article.key: article.title for article in self.known.articles})

    def _activity(self, number: int, cell: str) -> str:
        found = _found(cell, self.known.activities) if cell else ""
        if found is None:
            self._tell(number, Part.ACTIVITY, _("“%(cell)s” is no activity of the plan") % {"cell": cell[:80]})
        return found or ""

    def _tell(self, number: int, part: Part, words: str) -> None:
        place = self.parts.index(part)
        self.troubles.append(Trouble(number, LETTERS[place], words))


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def _priced(quantity: Decimal | None, cost: int) -> Row:
    """Return a price that makes the cost: of each, when it is whole kopecks, else of all together."""
    if quantity and (each := cost / quantity) == each.to_integral_value():
        return {"quantity": _number(quantity), "price": write_money(int(each))}
    return {"quantity": "1", "price": write_money(cost)}


def _found(cell: str, titles: Mapping[str, str]) -> str | None:
    """Return which of some titles a cell means: the same words, or the only title that holds all its words."""
    plain = SPACES.sub(" ", cell.casefold()).strip(" .0123456789")
    same = [key for key, title in titles.items() if plain in {title.casefold().strip(" .0123456789"), key}]
    if same:
        return same[0]
    words = stems(cell)
    near = [key for key, title in titles.items() if words and words <= stems(title)]
    return near[0] if len(near) == 1 else None


def without_names(line: PastedLine, columns: Iterable[str]) -> PastedLine:
    """Return a line with only the cells that the fund's table has."""
    known = {ROW_ID, *columns}
    return replace(line, cells={key: cell for key, cell in line.cells.items() if key in known})
