"""Articles as people type them."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import WordsField
from nastavnik.publishing.enums import Licence
from nastavnik.publishing.models import Article, ArticleAuthor
from nastavnik.publishing.models.collections import LONGEST_TITLE
from nastavnik.publishing.press.importing import MOST_BYTES, Source
from nastavnik.publishing.press.pictures import MOST_BYTES as MOST_PICTURE_BYTES
from nastavnik.publishing.selectors.articles.authors import Seen
from nastavnik.publishing.services.articles import AuthorFacts, Wanted
from nastavnik.publishing.services.articles.fields import MOST_CHARACTERS

ENDINGS = {
    ".docx": Source.DOCX,
    ".odt": Source.ODT,
    ".html": Source.HTML,
    ".htm": Source.HTML,
    ".md": Source.MARKDOWN,
    ".txt": Source.MARKDOWN,
}


class ArticleForm(forms.Form):
    """The text of an article; `version` is the one that was read."""

    title = WordsField(label=_("Title"), max_length=LONGEST_TITLE)
    text = WordsField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 30, "class": "article-text"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def words(self) -> dict[str, Any]:
        """Return what was typed, with the line ends of files."""
        cleaned = self.cleaned_data
        text = cleaned["text"].replace("\r\n", "\n").strip("\n")
        return {"title": cleaned["title"], "text": text, "version": cleaned["version"]}


class VersionForm(forms.Form):
    """Which text a deed is done to."""

    version = forms.IntegerField(min_value=0)
    begin = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=0, required=False)


class FactsForm(forms.Form):
    """What the book tells of an article besides its text."""

    annotation = WordsField(label=_("Annotation"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))
    licence = forms.ChoiceField(label=_("On what terms it is printed"), choices=Licence.choices, required=False)

    @staticmethod
    def initial_of(article: Article) -> dict[str, str]:
        """Return what stands in the form."""
        return {"annotation": article.annotation, "licence": article.licence}


class AuthorForm(forms.Form):
    """An author as the book names her."""

    name = WordsField(label=_("Name"), max_length=200, help_text=_("The surname first: Ivanova, Anna Petrovna."))
    about = WordsField(label=_("Position and place of work"), max_length=300, required=False)
    agreed_how = WordsField(
        label=_("She lets it be printed"),
        max_length=200,
        required=False,
        help_text=_(
            "Write how she has agreed to the text as it stands now: “on paper, 12 March”. Leave it empty while she has not: her proof by a link"
            " asks her too."
        ),
    )
    # how her consent stood when the form was opened: what is not changed here is not written over
    seen_how = WordsField(required=False, widget=forms.HiddenInput)
    seen_answer = WordsField(required=False, widget=forms.HiddenInput)

    def facts(self) -> AuthorFacts:
        """Return what was typed."""
        return AuthorFacts(*(self.cleaned_data[name] for name in ("name", "about", "agreed_how")))

    def seen(self) -> Seen:
        """Return what was to be seen of her consent before."""
        return Seen(self.cleaned_data["seen_how"], self.cleaned_data["seen_answer"])

    @staticmethod
    def initial_of(author: ArticleAuthor, seen: Seen) -> dict[str, str]:
        """Return what stands in the form."""
        told = {"agreed_how": seen.agreed_how, "seen_how": seen.agreed_how, "seen_answer": seen.answered}
        return {"name": author.name, "about": author.about, **told}


class TitleForm(forms.Form):
    """What a new article is called."""

    title = WordsField(label=_("Title"), max_length=LONGEST_TITLE)


class FileForm(forms.Form):
    """A document that becomes an article; without a title it is called by its own, or by the name of its file."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("DOCX, ODT, HTML or Markdown. Headings, tables, notes and pictures come along."),
        widget=forms.FileInput({"accept": ",".join(ENDINGS)}),
    )
    title = WordsField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("Leave it empty, and the heading over the document is the title, or else the name of its file."),
    )

    def clean_file(self) -> File[bytes]:
        """Refuse what the press does not read."""
        file: File[bytes] = self.cleaned_data["file"]
        if PurePath(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError(_("This is none of the documents that can be read: DOCX, ODT, HTML, Markdown."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The document is too large for an article."))
        return file

    def told(self) -> dict[str, Any]:
        """Return the document as the service takes it."""
        file = self.cleaned_data["file"]
        path = PurePath(file.name or "")
        words = {"title": self.cleaned_data["title"], "name": path.stem[:LONGEST_TITLE]}
        return {**words, "content": file.read(), "source": ENDINGS[path.suffix.lower()]}


class PictureForm(forms.Form):
    """A picture for an article."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or GIF, up to 12 MB."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    alt = WordsField(
        label=_("What is to be seen"),
        max_length=500,
        required=False,
        help_text=_("For who does not see it: “A girl reads to her brother”."),
    )

    def clean_file(self) -> File[bytes]:
        """Refuse what is too large before it is read."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > MOST_PICTURE_BYTES:
            raise forms.ValidationError(_("The picture is larger than 12 MB. Make it smaller and send it again."))
        return file


class LessonForm(forms.Form):
    """What is taken of a lesson."""

    take = forms.MultipleChoiceField(label=_("Articles"), widget=forms.CheckboxSelectMultiple)
    slides = forms.BooleanField(label=_("with the slides as figures"), required=False, initial=True)
    questions = forms.MultipleChoiceField(
        label=_("Questions of the room"),
        help_text=_(
            "Each stands at the end of the last article, with what was said in answer; where that was said it stands no more."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    handouts = forms.BooleanField(label=_("with the materials named"), required=False, initial=True)

    def __init__(self, *args: Any, count: int, questions: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        for name, labels in (("take", [str(number) for number in range(1, count + 1)]), ("questions", questions)):
            choices = [(str(number), label) for number, label in enumerate(labels, start=1)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # it is a field of choices
            self.fields[name].initial = [value for value, _label in choices]

    def wanted(self) -> Wanted:
        """Return what was chosen."""
        cleaned = self.cleaned_data
        numbers, questions = ([int(one) for one in cleaned[name]] for name in ("take", "questions"))
        return Wanted(numbers, questions, cleaned["slides"], cleaned["handouts"])
