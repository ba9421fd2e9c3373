"""Collections, their parts and articles, who wrote them, and what stood in them before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.models import Application
from nastavnik.core.ids import TokenField
from nastavnik.mentoring.models import PublicAnswer
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School, Speaker
from nastavnik.publishing.enums import ArticleOrigin, ArticleState, CollectionState, Licence
from nastavnik.publishing.press.book import Design
from nastavnik.video.models import Slide, Video

LONGEST_TITLE = 300


class Collection(models.Model):
    """A book of the school's materials."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    slug = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    subtitle = models.CharField(_("subtitle"), max_length=LONGEST_TITLE, blank=True)
    annotation = models.TextField(_("annotation"), max_length=1000, blank=True)
    design = models.CharField(
        _("design"), max_length=10, choices=[(one.value, one.value) for one in Design], default=Design.CARD
    )
    # the fields of `records.imprint.Imprint` that are typed
    imprint = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=CollectionState.choices, default=CollectionState.PREPARED)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("collection")
        constraints = (models.UniqueConstraint(fields=["school", "slug"], name="collection_address_once"),)
        indexes = (models.Index(fields=["school", "state"], name="collections_of_school"),)

    def __str__(self) -> str:
        return self.title


class CollectionPart(models.Model):
    """Articles under a common title."""

    token = TokenField()
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("part of a collection")
        ordering = ("position", "pk")
        indexes = (models.Index(fields=["collection"], name="parts_of_collection"),)

    def __str__(self) -> str:
        return self.title


class Article(models.Model):
    """An article of a collection: our Markdown, with what it was made of.

    `source` is the speech as it came (paragraphs of sentences with their seconds, `speech.sentences`), `anchors` the seconds of the
    sentences that stand in the text now. Both are empty of what was not spoken.
    """

    token = TokenField()
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+")
    part = models.ForeignKey(CollectionPart, models.SET_NULL, related_name="+", null=True, blank=True)
    position = models.PositiveIntegerField()
    # of addresses and of the book: small Latin letters, digits, hyphens
    key = models.SlugField(max_length=60)
    origin = models.CharField(max_length=10, choices=ArticleOrigin.choices)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, related_name="+", null=True, blank=True)
    video = models.ForeignKey(Video, models.SET_NULL, related_name="+", null=True, blank=True)
    answer = models.ForeignKey(PublicAnswer, models.SET_NULL, related_name="+", null=True, blank=True)
    application = models.ForeignKey(Application, models.SET_NULL, related_name="+", null=True, blank=True)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    annotation = models.TextField(_("annotation"), max_length=1000, blank=True)
    text = models.TextField(_("text"), blank=True)
    source = models.JSONField(default=list, blank=True)
    anchors = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=ArticleState.choices, default=ArticleState.DRAFT)
    licence = models.CharField(max_length=12, choices=Licence.choices, default=Licence.NONE, blank=True)
    version = models.PositiveIntegerField(default=0)
    # the number of the revision that holds what stands in it now; 0 while none does
    revision = models.PositiveIntegerField(default=0)
    # how often an author has taken her consent back, or is named no more: what was pressed of it before is shown no more
    closings = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("article of a collection")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["collection", "key"], name="article_key_once"),)

    def __str__(self) -> str:
        return self.title


class ArticleRevision(models.Model):
    """What stood in an article; changes that one person makes within some minutes are one revision."""

    OWNER = "written_by"

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(blank=True)
    # two wrote at once, and this text is the one that does not stand in the article
    is_aside = models.BooleanField(default=False)
    # of such a text: when its author put hers in the place, or somebody left it aside
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    began_at = models.DateTimeField()
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("revision of an article")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["article", "number"], name="article_revision_once"),)

    def __str__(self) -> str:
        return f"{self.article_id}, {self.number}"


class ArticleAuthor(models.Model):
    """Who wrote or spoke an article, as the book names her, and whether she lets it be printed."""

    token = TokenField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    speaker = models.ForeignKey(Speaker, models.SET_NULL, related_name="+", null=True, blank=True)
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # surname first, as records write it: «Иванова, Анна Петровна»
    name = models.CharField(_("name"), max_length=200)
    about = models.CharField(_("position and place of work"), max_length=300, blank=True)
    position = models.PositiveIntegerField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    # to which revision of the article: what is changed behind it has not been agreed to
    agreed_revision = models.PositiveIntegerField(null=True, blank=True)
    # in which way: by the link of a proof, on paper
    agreed_how = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("author of an article")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(agreed_at=None, agreed_revision=None)
                | models.Q(agreed_at__isnull=False, agreed_revision__isnull=False),
                name="author_agreed_to_a_revision",
            ),
        )
        indexes = (models.Index(fields=["article"], name="authors_of_article"),)

    def __str__(self) -> str:
        return self.name

    def has_agreed_to(self, revision: int) -> bool:
        """Tell whether she lets a revision be shown: that, or one behind it."""
        return self.agreed_revision is not None and self.agreed_revision >= revision


class ArticlePicture(models.Model):
    """A picture of an article, as `press.pictures.prepared_picture` made it."""

    token = TokenField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    # by which the text names it
    key = models.SlugField(max_length=40)
    slide = models.ForeignKey(Slide, models.SET_NULL, related_name="+", null=True, blank=True)
    file = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    alt = models.CharField(_("what is to be seen"), max_length=500, blank=True)
    credit = models.CharField(_("whose picture it is"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("picture of an article")
        constraints = (models.UniqueConstraint(fields=["article", "key"], name="article_picture_once"),)

    def __str__(self) -> str:
        return self.key
