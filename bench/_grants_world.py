"""Many applications to a fund in a database: one with everything that a form can hold, forty others of the same organisation, texts alike."""

from typing import Any

from nastavnik.contest.checking.gaps import MOST_ROWS
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Column, Field
from nastavnik.core import clock
from nastavnik.grants.enums import MemberRole
from nastavnik.grants.models import FieldText, GrantApplication, GrantMember, GrantProject, Revision, TemplateText
from nastavnik.grants.selectors.templates import digest_of, read_text, shipped_texts
from nastavnik.grants.services.reckoning import reckon
from nastavnik.people.models import Library, User
from nastavnik.programme.models import School

FUND = "fpg"
# words of a long text: 5,000 characters are the limit of the largest field
SENTENCE = (
    "В посёлке {n} живут четыреста подростков, и вечером им негде быть вместе, потому что клуб закрыт уже {n} лет. "
)
SENTENCES, BATCH = 42, 500
LINES = 100


def template_row() -> TemplateText:
    """Return the fund's template, made once."""
    text = next(text for text in shipped_texts() if read_text(text).key == FUND)
    template = read_text(text)
    facts = {"key": template.key, "version": template.version, "fund": template.fund, "title": template.title}
    row, _made = TemplateText.objects.get_or_create(
        school=None, sha256=digest_of(text), defaults={**facts, "text": text, "added_at": clock.now()}
    )
    return row


def long_text(number: int) -> str:
    """Return a text near the limit; every third sentence stands in all applications."""
    return "".join(SENTENCE.format(n=place if place % 3 == 0 else f"{number} {place}") for place in range(SENTENCES))


def value_of(field: Field, number: int) -> Any:
    """Return a value that fills a field."""
    if field.kind is FieldKind.ROWS:
        rows = LINES if field.key == "budget_lines" else min(field.most or MOST_ROWS, MOST_ROWS)
        return [
            {"id": f"{field.key[:8]}{row}"} | {column.key: cell_of(column, row, number) for column in field.columns}
            for row in range(rows)
        ]
    if field.kind is FieldKind.TEXT:
        return long_text(number)
    plain = {"starts_on": "2027-01-11", "ends_on": "2028-05-11", "people": "900", "geography": "Ровеньки"}
    return plain.get(field.key, f"Проект {number}")


def cell_of(column: Column, row: int, number: int) -> str:
    """Return a cell of a table."""
    if column.of:
        return f"{column.of[:8]}{row % MOST_ROWS}"
    if column.kind is FieldKind.CHOICE:
        return column.options[row % len(column.options)]
    plain = {
        "starts_on": "2027-02-01",
        "ends_on": "2027-03-01",
        "place": "Ровеньки",
        "quantity": "3,5",
        "price": "12 500,50",
    }
    plain |= {"own": "1 000", "people": "40", "name": f"Расход {row} на занятия {number}", "value": "20"}
    return plain.get(column.key, f"Занятие {row} о том, как записать выпуск и рассказать о нём соседям {number}")


def add_grants(school: School, library: Library, author: User, first: int, count: int) -> list[GrantApplication]:
    """Add projects with full applications that `author` writes."""
    now, row = clock.now(), template_row()
    template = read_text(row.text)
    fields = [
        field for section in template.form.sections for field in section.fields if field.kind is not FieldKind.FILES
    ]
    made: list[GrantApplication] = []
    for number in range(first, first + count):
        title = f"Проект {number}"
        words: dict[str, Any] = {"title": title, "title_key": title.lower(), "created_at": now, "changed_at": now}
        project = GrantProject.objects.create(school=school, library=library, created_by=author, **words)
        GrantMember.objects.create(project=project, user=author, role=MemberRole.AUTHOR, added_at=now)
        moments = {"created_at": now, "changed_at": now}
        grant = GrantApplication.objects.create(
            project=project, template=row, applicant="МБУК «Сеть»", legal_form="mbuk", **moments
        )
        texts = [(field.key, value_of(field, number)) for field in fields]
        FieldText.objects.bulk_create(
            [
                FieldText(grant=grant, key=key, value=value, changed_by=author, changed_at=now, version=1)
                for key, value in texts
            ]
        )
        Revision.objects.bulk_create(
            [
                Revision(grant=grant, key=key, number=1, value=value, written_by=author, began_at=now, written_at=now)
                for key, value in texts
            ]
        )
        reckon(grant)
        made.append(grant)
    return made
