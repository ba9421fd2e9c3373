"""A template of a fund out of a file, or the line and the reason why not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Column, Condition, Field, Form, Section
from nastavnik.grants.funds.naming import read_file_rules
from nastavnik.grants.funds.parts import Parts, named, read_decimal
from nastavnik.grants.funds.template import (
    Applicants,
    Article,
    ArticleKind,
    Confidence,
    FileRules,
    FundCriterion,
    FundTemplate,
    Intake,
    Light,
    Origin,
    Rate,
    RuleUse,
    Scale,
    Size,
)
from nastavnik.grants.funds.tree import Branch, BrokenTemplate, Tree, read_tree
from nastavnik.people.enums import LegalForm

TITLE, HELP = 200, 2000
# kinds that a column of a table may have
CELLS = frozenset({FieldKind.LINE, FieldKind.TEXT, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE, FieldKind.CHOICE})


def read_template(text: str, known_rules: Iterable[str]) -> FundTemplate:
    """Return the template that a file holds; `known_rules`: keys of the checker. Raises `BrokenTemplate`."""
    whole = read_tree(text)
    parts = Parts(whole)
    for key in ("sizes", "criteria", "articles", "rules"):
        once(_keys(Parts(whole).rows(key)))
    zone = parts.read("zone", lambda name: name if name in available_timezones() else None, _("a time zone"))
    sizes = tuple(_size(tree) for tree in parts.rows("sizes"))
    template = FundTemplate(
        key=parts.key(),
        version=parts.number("version"),
        fund=parts.text("fund", most=TITLE),
        title=parts.text("title", most=TITLE),
        about=parts.text("about"),
        origin=_origin(parts.tree("origin")),
        zone=zone,
        intakes=tuple(_intake(tree, ZoneInfo(zone)) for tree in parts.rows("intakes")),
        margin_hours=parts.number_or("margin_hours", 24),
        applicants=_applicants(parts.tree("applicants")),
        sizes=sizes,
        scale=_scale(parts.tree("scale")),
        criteria=tuple(_criterion(tree, sizes) for tree in parts.rows("criteria")),
        articles=tuple(_article(tree) for tree in parts.rows("articles")),
        rates=tuple(sorted((_rate(tree) for tree in parts.rows("rates")), key=lambda rate: rate.since)),
        forbidden_costs=parts.texts("forbidden_costs"),
        rules=tuple(_rule(tree, frozenset(known_rules)) for tree in parts.rows("rules")),
        form=_form(parts.rows("sections")),
        files=read_file_rules(parts.tree("files")) if "files" in parts else FileRules(),
    )
    parts.end()
    return replace(template, form=_named_articles(template.form, template.articles))


def _named_articles(form: Form, articles: Iterable[Article]) -> Form:
    """Return the form with the articles of the budget called by their titles wherever a column chooses among their keys."""
    titles = {article.key: article.title for article in articles}

    def named_column(column: Column) -> Column:
        is_of_articles = bool(column.options) and titles.keys() >= set(column.options)
        return replace(column, labels=tuple(titles[key] for key in column.options)) if is_of_articles else column

    def named_field(field: Field) -> Field:
        return replace(field, columns=tuple(map(named_column, field.columns)))

    return Form(
        tuple(replace(section, fields=tuple(map(named_field, section.fields))) for section in form.sections),
    )


def once(keys: Iterable[tuple[str, int]]) -> None:
    """Refuse a key that stands twice, each told with its line."""
    seen: set[str] = set()
    for key, line in keys:
        if key in seen:
            raise BrokenTemplate(line, _("“%(key)s” stands here twice") % {"key": key})
        seen.add(key)


def _origin(tree: Tree) -> Origin:
    parts = Parts(tree)
    origin = Origin(
        source=parts.text("source", most=TITLE),
        address=parts.read("address", lambda text: text if text.startswith("https://") else None, _("an address")),
        checked_on=parts.day("checked_on"),
        confidence=parts.choice("confidence", Confidence),
        note=parts.text_or("note"),
    )
    parts.end()
    return origin


def _intake(tree: Tree, zone: ZoneInfo) -> Intake:
    parts = Parts(tree)
    intake = Intake(
        title=parts.text("title", most=TITLE),
        opens_at=_in_zone(parts.moment("opens_at"), zone) if "opens_at" in parts else None,
        closes_at=_in_zone(parts.moment("closes_at"), zone),
        results_on=parts.day("results_on") if "results_on" in parts else None,
    )
    if intake.opens_at is not None and intake.closes_at <= intake.opens_at:
        raise BrokenTemplate(parts.line, _("the intake ends before it begins"))
    parts.end()
    return intake


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone)


def _applicants(tree: Tree) -> Applicants:
    parts = Parts(tree)
    taken, refused = parts.rows("taken"), parts.tree("refused")
    applicants = Applicants(
        taken=frozenset(_legal_form(row.line, getattr(row, "text", "")) for row in taken),
        refused={_legal_form(leaf.line, key): leaf.text for key, leaf in named(refused)},
        way_round=parts.text_or("way_round"),
        more=parts.text_or("more"),
    )
    for form in applicants.taken & applicants.refused.keys():
        raise BrokenTemplate(refused.line, _("“%(key)s” is taken and refused") % {"key": form.value})
    parts.end()
    return applicants


def _legal_form(line: int, text: str) -> LegalForm:
    if text not in LegalForm.values:
        raise BrokenTemplate(
            line, _("“%(text)s” is not a legal form: %(all)s") % {"text": text, "all": ", ".join(LegalForm.values)}
        )
    return LegalForm(text)


def _size(tree: Tree) -> Size:
    parts = Parts(tree)
    size = Size(
        key=parts.key(),
        title=parts.text("title", most=TITLE),
        most=parts.money("most") if "most" in parts else None,
        months=parts.number("months") if "months" in parts else None,
    )
    parts.end()
    return size


def _scale(tree: Tree) -> Scale:
    parts = Parts(tree)
    scale = Scale(parts.number("lowest"), parts.number("highest"))
    if scale.highest <= scale.lowest:
        raise BrokenTemplate(parts.line, _("the highest mark must be above the lowest"))
    parts.end()
    return scale


def _criterion(tree: Tree, sizes: tuple[Size, ...]) -> FundCriterion:
    parts = Parts(tree)
    weights = _weights(parts.tree("weights"), sizes)
    criterion = FundCriterion(parts.key(), parts.text("title", most=TITLE), parts.text_or("help", most=HELP), weights)
    parts.end()
    return criterion


def _weights(tree: Tree, sizes: tuple[Size, ...]) -> Mapping[str, Decimal]:
    """Return a weight for each size: the same for all when one number is given."""
    keys = [size.key for size in sizes]
    if not isinstance(tree, Branch):
        weight = read_decimal(getattr(tree, "text", ""))
        if weight is None:
            raise BrokenTemplate(tree.line, _("a weight is a number"))
        return dict.fromkeys(keys, weight)
    parts = Parts(tree)
    weights = {key: parts.decimal(key) for key in keys}
    parts.end()
    return weights


def _article(tree: Tree) -> Article:
    parts = Parts(tree)
    article = Article(
        key=parts.key(),
        title=parts.text("title", most=TITLE),
        kind=parts.choice("kind", ArticleKind) if "kind" in parts else ArticleKind.OTHER,
        help=parts.text_or("help", most=HELP),
    )
    parts.end()
    return article


def _rate(tree: Tree) -> Rate:
    parts = Parts(tree)
    rate = Rate(
        since=parts.day("since"),
        staff=parts.decimal("staff"),
        people=parts.decimal("people"),
        source=parts.text("source", most=TITLE),
    )
    parts.end()
    return rate


def _rule(tree: Tree, known: frozenset[str]) -> RuleUse:
    parts = Parts(tree)
    rule = RuleUse(
        key=parts.read("key", lambda text: text if text in known else None, _("a rule of the checker")),
        light=parts.choice("light", Light),
        reason=parts.text("reason"),
        source=parts.text("source", most=TITLE),
        limit=parts.decimal("limit") if "limit" in parts else None,
    )
    parts.end()
    return rule


# --- the form ---


def _form(trees: list[Tree]) -> Form:
    if not trees:
        raise BrokenTemplate(1, _("a form has at least one section"))
    form = Form(tuple(_section(tree) for tree in trees))
    fields = [field for tree in trees for field in Parts(tree).rows("fields")]
    once(_keys(trees))
    once(_keys(fields))
    lines = dict(_keys(fields))
    for section in form.sections:
        for field in section.fields:
            _refuse_wrong_names(form, field, lines[field.key])
    return form


def _keys(trees: Iterable[Tree]) -> Iterator[tuple[str, int]]:
    """Yield the keys of parts with their lines."""
    for tree in trees:
        yield Parts(tree).key(), tree.line


def _refuse_wrong_names(form: Form, field: Field, line: int) -> None:
    """Refuse a field that names another one which is not there."""
    names = [column.of for column in field.columns if column.of]
    if field.condition is not None:
        names.append(field.condition.key)
    for name in names:
        if form.field(name) is None:
            why = _("“%(field)s” names the field “%(name)s”, which is not there") % {"field": field.key, "name": name}
            raise BrokenTemplate(line, why)


def _section(tree: Tree) -> Section:
    parts = Parts(tree)
    section = Section(
        id=0,
        key=parts.key(),
        title=parts.text("title", most=TITLE),
        help=parts.text_or("help", most=HELP),
        fields=tuple(_field(field) for field in parts.rows("fields")),
    )
    parts.end()
    return section


def _field(tree: Tree) -> Field:
    parts = Parts(tree)
    kind = parts.choice("kind", FieldKind)
    columns = parts.rows("columns") if "columns" in parts else []
    field = Field(
        id=0,
        key=parts.key(),
        label=parts.text("label", most=TITLE),
        help=parts.text_or("help", most=HELP),
        example=parts.text_or("example"),
        kind=kind,
        is_required=parts.flag_or("is_required", default=True),
        most=parts.number_or("most", 0),
        options=parts.texts("options"),
        columns=tuple(_column(column) for column in columns),
        condition=_condition(parts.tree("asked_if")) if "asked_if" in parts else None,
        tells_who=False,
    )
    _refuse_unlike_kind(parts.line, kind, field)
    once(_keys(columns))
    parts.end()
    return field


def _refuse_unlike_kind(line: int, kind: FieldKind, field: Field) -> None:
    """Refuse columns and options where the kind has none, and their absence where it needs them."""
    if bool(field.columns) != (kind is FieldKind.ROWS):
        raise BrokenTemplate(line, _("a table has columns, and nothing else has"))
    if bool(field.options) != (kind in {FieldKind.CHOICE, FieldKind.CHOICES}):
        raise BrokenTemplate(line, _("a choice has options, and nothing else has"))


def _column(tree: Tree) -> Column:
    parts = Parts(tree)
    column = Column(
        key=parts.key(),
        label=parts.text("label", most=TITLE),
        kind=parts.choice("kind", FieldKind),
        most=parts.number_or("most", 0),
        options=parts.texts("options"),
        of=parts.key("of") if "of" in parts else "",
        is_required=parts.flag_or("is_required", default=True),
    )
    if column.kind not in CELLS:
        raise BrokenTemplate(parts.line, _("a cell cannot be of this kind"))
    if (column.kind is FieldKind.CHOICE) != bool(column.options or column.of):
        raise BrokenTemplate(parts.line, _("a choice has options or names a table, and nothing else does"))
    parts.end()
    return column


def _condition(tree: Tree) -> Condition:
    parts = Parts(tree)
    condition = Condition(parts.key(), parts.texts("values"))
    parts.end()
    return condition
