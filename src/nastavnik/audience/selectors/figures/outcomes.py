"""What it came to: applications to funds, the collection, partners."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.selectors.figures.lessons import held_lessons
from nastavnik.audience.selectors.figures.people import library_label
from nastavnik.audience.selectors.figures.plan import Figure, Rows, Section, Source, Told, number_column, numbers
from nastavnik.audience.selectors.figures.values import Adds, Scope, Unit
from nastavnik.core.tables import Column, Filter, Table
from nastavnik.grants.enums import OPEN_STATES, GrantState
from nastavnik.grants.models import GrantApplication
from nastavnik.people.enums import LegalForm
from nastavnik.people.models import Organisation
from nastavnik.programme.models import Partner
from nastavnik.publishing.enums import ArticleState, CollectionState
from nastavnik.publishing.models import Article, Collection, PressedFile

KOPECKS = 100
SCREEN_FORM = "screen"

GRANTS = Table[GrantApplication](
    name="grants",
    columns=(
        Column(
            "project",
            _("Project"),
            lambda one: one.project.title,
            order=("project__title_key",),
            link=lambda one: reverse("grants:grant", args=[one.token]),
        ),
        Column("library", _("Library"), lambda one: library_label(one.project.library)),
        Column("fund", _("Fund"), lambda one: one.template.fund, order=("template__fund",)),
        Column("state", _("State"), lambda one: GrantState(one.state).label, order=("state",)),
        number_column("requested", _("Requested, roubles"), lambda one: one.requested / KOPECKS, "requested"),
        number_column("granted", _("Granted, roubles"), lambda one: (one.granted or 0) / KOPECKS, "granted"),
    ),
    filters=(Filter("state", _("State"), query=lambda state: Q(state=state), choices=tuple(GrantState.choices)),),
    order="project",
    caption=_("Applications to funds"),
)

ARTICLES = Table[Article](
    name="articles",
    columns=(
        Column(
            "title",
            _("Article"),
            lambda one: one.title,
            order=("title",),
            link=lambda one: reverse("publishing:article", args=[one.token]),
        ),
        Column("collection", _("Collection"), lambda one: one.collection.title, order=("collection__title",)),
        Column("state", _("State"), lambda one: ArticleState(one.state).label, order=("state",)),
    ),
    filters=(Filter("state", _("State"), query=lambda state: Q(state=state), choices=tuple(ArticleState.choices)),),
    order="title",
    caption=_("Articles of collections"),
)

COLLECTIONS = Table[Any](
    name="collections",
    columns=(
        Column(
            "title",
            _("Collection"),
            lambda one: one.title,
            order=("title",),
            link=lambda one: reverse("publishing:collection", args=[one.token]),
        ),
        Column("state", _("State"), lambda one: CollectionState(one.state).label, order=("state",)),
        Column(
            "published", pgettext_lazy("report", "Published"), lambda one: one.published_at, order=("published_at",)
        ),
        number_column("pages", _("Pages"), lambda one: one.pressed_pages, "pressed_pages"),
    ),
    order="title",
    caption=_("Collections"),
)

ORGANISATIONS = Table[Organisation](
    name="partners",
    columns=(
        Column("name", _("Organisation"), lambda one: one.name, order=("name_key",)),
        Column("form", _("Legal form"), lambda one: LegalForm(one.legal_form).label, order=("legal_form",)),
        Column("site", _("Web site"), lambda one: one.site, link=lambda one: one.site),
    ),
    order="name",
    caption=_("Partners"),
)


def grants(scope: Scope) -> QuerySet[GrantApplication]:
    """Return the applications to funds that were begun within the period."""
    begun = GrantApplication.objects.filter(project__school=scope.school, created_at__range=scope.moments)
    return begun.filter(removed_at=None, project__removed_at=None)


def sent_grants(scope: Scope) -> QuerySet[GrantApplication]:
    """Return those of them that are with a fund."""
    return grants(scope).exclude(state__in=OPEN_STATES)


def articles(scope: Scope) -> QuerySet[Article]:
    """Return the articles that were begun within the period."""
    begun = Article.objects.filter(collection__school=scope.school, created_at__range=scope.moments)
    return begun.filter(removed_at=None, collection__removed_at=None)


def collections(scope: Scope) -> QuerySet[Collection]:
    """Return the collections that were begun within the period, with the pages of the newest book of each."""
    newest = PressedFile.objects.filter(run__collection=OuterRef("pk"), form=SCREEN_FORM, pages__isnull=False)
    pages = Subquery(newest.order_by("-pk").values("pages")[:1])
    begun = Collection.objects.filter(school=scope.school, removed_at=None, created_at__range=scope.moments)
    return begun.annotate(pressed_pages=pages)


def partners(scope: Scope) -> QuerySet[Organisation]:
    """Return the partners of the school and of its held lessons."""
    of_school = Partner.objects.filter(school=scope.school).values("organisation")
    of_lessons = held_lessons(scope).filter(partners__isnull=False).values("partners")
    return Organisation.objects.filter(Q(pk__in=of_school) | Q(pk__in=of_lessons))


def _grant_rows(rows: QuerySet[GrantApplication]) -> Rows:
    return GRANTS, rows.select_related("project__library", "template")


def _funds(told: Told) -> list[Figure]:
    """Return how many applications went to each fund, by the key of its form."""
    return [_fund(key) for key in told.keys("funds")]


def _fund(key: str) -> Figure:
    form, _bar, fund = key.partition("|")
    return Figure(
        f"grants.fund.{form}",
        title=fund,
        rule=gettext("Those of the applications that are written by the form of this fund."),
        rows=lambda scope: _grant_rows(grants(scope).filter(template__key=form, template__fund=fund)),
        read=("funds", 1, key),
    )


def _money(code: str, title: Any, rule: Any, place: int) -> Figure:
    return Figure(
        f"grants.{code}",
        title=title,
        rule=rule,
        rows=lambda scope: _grant_rows(grants(scope)),
        read=("grants", place),
        unit=Unit.ROUBLES,
        adds=Adds.SUM,
        column=code,
        scale=KOPECKS,
    )


GRANT_SECTION = Section(
    "grants",
    _("Applications to funds"),
    (
        Source("grants", lambda scope: numbers(grants(scope), Count("pk"), Sum("requested"), Sum("granted"))),
        Source(
            "sent_grants",
            lambda scope: numbers(sent_grants(scope), Count("pk"), Count("pk", filter=Q(state=GrantState.WON))),
        ),
        Source(
            "funds",
            lambda scope: numbers(
                grants(scope), Count("pk"), key=Concat("template__key", Value("|"), "template__fund")
            ),
        ),
    ),
    (
        Figure(
            "grants.applications",
            title=_("Applications to funds"),
            rule=_("Applications that were begun within the period and are still there, whatever their state."),
            rows=lambda scope: _grant_rows(grants(scope)),
            read=("grants", 1),
        ),
        Figure(
            "grants.submitted",
            title=_("Applications submitted to funds"),
            rule=_("Those of the applications that were submitted, also those that have been answered since."),
            rows=lambda scope: _grant_rows(sent_grants(scope)),
            read=("sent_grants", 1),
        ),
        Figure(
            "grants.won",
            title=_("Grants won"),
            rule=_("Those of the applications that a fund has supported."),
            rows=lambda scope: _grant_rows(sent_grants(scope).filter(state=GrantState.WON)),
            read=("sent_grants", 2),
        ),
        _money(
            "requested",
            _("Requested of funds"),
            _("The sums of all these applications together, as their budgets have them."),
            2,
        ),
        _money("granted", _("Granted by funds"), _("What the funds have granted for these applications."), 3),
    ),
    more=_funds,
)

COLLECTION_SECTION = Section(
    "collection",
    _("Collection"),
    (
        Source(
            "articles",
            lambda scope: numbers(articles(scope), Count("pk"), Count("pk", filter=Q(state=ArticleState.READY))),
        ),
        Source(
            "collections",
            lambda scope: numbers(
                collections(scope),
                Count("pk"),
                Count("pk", filter=Q(state=CollectionState.PUBLISHED)),
                Sum("pressed_pages"),
            ),
        ),
    ),
    (
        Figure(
            "collection.articles",
            title=_("Articles of collections"),
            rule=_("Articles that were begun within the period and have not been removed."),
            rows=lambda scope: (ARTICLES, articles(scope).select_related("collection")),
            read=("articles", 1),
        ),
        Figure(
            "collection.ready",
            title=_("Articles ready"),
            rule=_("Those of the articles that are ready for print."),
            rows=lambda scope: (
                ARTICLES,
                articles(scope).filter(state=ArticleState.READY).select_related("collection"),
            ),
            read=("articles", 2),
        ),
        Figure(
            "collection.published",
            title=_("Collections published"),
            rule=_("Collections that were begun within the period and are published."),
            rows=lambda scope: (COLLECTIONS, collections(scope).filter(state=CollectionState.PUBLISHED)),
            read=("collections", 2),
        ),
        Figure(
            "collection.pages",
            title=_("Pages of collections"),
            rule=_("Pages of the newest book that was pressed of each collection, added up."),
            rows=lambda scope: (COLLECTIONS, collections(scope)),
            read=("collections", 3),
            adds=Adds.SUM,
            column="pages",
        ),
    ),
)

PARTNER_SECTION = Section(
    "partners",
    _("Partners"),
    (Source("partners", lambda scope: numbers(partners(scope), Count("pk"))),),
    (
        Figure(
            "partners.all",
            title=_("Partners"),
            rule=_("Organisations that the school names as partners today, and partners of lessons that were held."),
            rows=lambda scope: (ORGANISATIONS, partners(scope)),
            read=("partners", 1),
        ),
    ),
)
