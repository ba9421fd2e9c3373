"""The collection of the demonstration: made of its lessons, answers and projects, some of it ready, some with its editor."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nastavnik.contest.models import Application
from nastavnik.mentoring.models import PublicAnswer
from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.programme.models import School
from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.models import Article, ArticleAuthor, Collection
from nastavnik.publishing.selectors.articles import sources
from nastavnik.publishing.selectors.collections.imprint import first_typed
from nastavnik.publishing.services import articles, collections, proofs
from nastavnik.publishing.services.articles import AuthorFacts, Wanted
from nastavnik.publishing.services.collections import Facts

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FACTS = ("title", "subtitle", "annotation", "design")
# the states on the way to each
WAYS = {
    "draft": (),
    "editing": (ArticleState.EDITING,),
    "proof": (ArticleState.EDITING,),
    "ready": (ArticleState.EDITING, ArticleState.READY),
}


@dataclass(slots=True)
class Book:
    """Makes it all; `at` is when the next thing happens."""

    school: School
    methodist: User
    at: datetime

    def make(self, content: Table) -> Collection:
        """Make what stands in the table."""
        facts = Facts(**{name: content[name] for name in FACTS})
        made = collections.create_collection(actor=self.methodist, school_id=self.school.pk, facts=facts, now=self.at)
        call: dict[str, Any] = {"actor": self.methodist, "collection_id": made.pk, "now": self.at}
        collections.save_imprint(version=0, typed=first_typed(self.school, self.at) | content["imprint"], **call)
        for part in content["parts"]:
            if "title" in part:
                collections.add_part(title=part["title"], **call)
            for row in part["articles"]:
                self.at += DAY
                self.finish(row, self.begin(row, made))
        return made

    def begin(self, row: Table, collection: Collection) -> Article:
        """Make an article of what its row names."""
        call: dict[str, Any] = {"actor": self.methodist, "collection_id": collection.pk, "now": self.at}
        makers: dict[str, Callable[[str], Article]] = {
            "lesson": lambda slug: articles.make_from_lesson(
                talk=sources.lesson_talk(self.methodist, self.school, slug), wanted=Wanted([1]), **call
            )[0],
            "answer": lambda title: articles.make_from_answer(
                told=sources.answer_told(self.school, PublicAnswer.objects.get(school=self.school, title=title).token),
                **call,
            ),
            "project": lambda title: articles.make_from_project(
                told=sources.project_told(
                    self.school, Application.objects.get(contest__school=self.school, title=title).token
                ),
                **call,
            ),
            "text": lambda _text: articles.write_anew(title=row["title"], **call),
        }
        kind = next(one for one in makers if one in row)
        return makers[kind](row[kind])

    def finish(self, row: Table, article: Article) -> None:
        """Edit an article, name its authors, and let it go as far as its row says."""
        call: dict[str, Any] = {"actor": self.methodist, "article_id": article.pk, "now": self.at + HOUR}
        article.refresh_from_db()
        text = row.get("text") or with_headings(article.text, row.get("headings", ()))
        articles.save_article(version=article.version, title=article.title, text=text.strip(), **call)
        self.name_authors(row, article)
        articles.save_facts(annotation=row.get("annotation", ""), licence=Licence(row["licence"]), **call)
        for state in WAYS[row["state"]]:
            articles.move_article(state=state, **call)
        if "mail" in row:
            author = ArticleAuthor.objects.filter(article=article).first()
            assert author is not None
            proofs.send_proof(author=author.token, email=row["mail"], **call)

    def name_authors(self, row: Table, article: Article) -> None:
        """Name who wrote an article; of a lesson its speakers are named already."""
        call: dict[str, Any] = {"actor": self.methodist, "article_id": article.pk, "now": self.at + HOUR}
        for name, about, agreed in row.get("authors", ()):
            articles.add_author(facts=AuthorFacts(name, about, agreed), **call)
        if row.get("agreed"):
            for author in ArticleAuthor.objects.filter(article=article):
                facts = AuthorFacts(author.name, author.about, row["agreed"])
                articles.edit_author(author=author.token, facts=facts, **call)


def with_headings(text: str, headings: Sequence[tuple[str, str]]) -> str:
    """Return a text with headings, each above the sentence that begins with its words."""
    for words, heading in headings:
        text = re.sub(rf"\s*{re.escape(words)}", f"\n\n## {heading}\n\n{words}", text, count=1)
    return text


def add_collection(school: School, methodist: User, now: datetime) -> None:
    """Make the collection of the demonstration, out of what the school holds."""
    content = read("collection")
    Book(school, methodist, now - content["began"] * DAY).make(content)
