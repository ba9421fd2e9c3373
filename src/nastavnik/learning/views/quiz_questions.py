"""The desk: a question of a self-check, new or changed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.forms.quiz_question import QuestionEditor, with_more_rows
from nastavnik.learning.selectors.quizzes import desk
from nastavnik.learning.services import quizzes as services
from nastavnik.learning.services.quizzes.refusals import ChangedMeanwhile
from nastavnik.learning.views.quiz_deeds import QUESTION_DEEDS


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, token: str, kind: str) -> HttpResponse:
    """Write a new question of a kind."""
    quiz = desk.quiz_to_edit(request.user, request.school, token)
    call = partial(services.add_question, actor=request.user, quiz_id=quiz.pk)
    editing = Editing(quiz, desk.form_of_kind(kind), partial(QuestionEditor, kind), call)
    return editing.answer(request)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, lineage: str) -> HttpResponse:
    """Change a question; one that was asked gets a next version."""
    question, item = desk.question_to_edit(request.user, request.school, lineage)
    make = partial(QuestionEditor, question.kind, item, version=question.version)
    call = partial(services.edit_question, actor=request.user, lineage=lineage)
    editing = Editing(question.quiz, desk.form_of_question(lineage), make, call, question)
    return editing.answer(request)


class Editing:
    """The page of a question's form: read, typed with more rows asked for, or saved."""

    def __init__(
        self,
        quiz: Any,
        form_name: str,
        make: Callable[..., QuestionEditor],
        call: Callable[..., Any],
        question: Any = None,
    ) -> None:
        self.quiz, self.form_name, self.make, self.call, self.question = quiz, form_name, make, call, question

    def answer(self, request: SignedInRequest) -> HttpResponse:
        """Show the form, or save it and go back to the list."""
        if request.method == "GET":
            kept = desk.unsaved_of(request.user, self.quiz, self.form_name)
            return self.page(request, self.make(posted=kept[0] if kept else None), unsaved_at=kept[1] if kept else None)
        if "more" in request.POST:
            return self.page(request, self.make(posted=with_more_rows(request.POST)))
        editor = self.make(posted=request.POST, files=request.FILES)
        if not editor.is_valid() or attempt(editor.form, partial(self.save, request, editor)) is None:
            return self.page(request, editor)
        services.drop_unsaved(actor=request.user, quiz_id=self.quiz.pk, form=self.form_name)
        flash(request, _("The question is saved."))
        return redirect(f"{reverse('learning:desk_quiz', args=[self.quiz.token])}#questions")

    def save(self, request: SignedInRequest, editor: QuestionEditor) -> Any:
        """Call the service; who was not the first is shown so, and may save at the second try."""
        if self.question is None:
            return self.call(item=editor.item(), now=clock.now())
        version = editor.form.cleaned_data.get("version") or 0
        try:
            return self.call(version=version, item=editor.item(), now=clock.now())
        except ChangedMeanwhile:
            editor.show_version(self.question.version)
            raise

    def page(self, request: SignedInRequest, editor: QuestionEditor, unsaved_at: Any = None) -> HttpResponse:
        """Show the form."""
        back = reverse("learning:desk_quiz", args=[self.quiz.token])
        context = {
            "editor": editor,
            "quiz": self.quiz,
            "question": self.question,
            "unsaved_at": unsaved_at,
            "unsaved_url": reverse("learning:quiz_unsaved", args=[self.quiz.token, self.form_name]),
            "back_url": f"{back}#questions",
            "crumbs": desk.desk_crumbs((self.quiz.title, back)),
        }
        return render(request, "learning/desk/quizzes/question.html", context)


@signed_in
@require_POST
def do(request: SignedInRequest, lineage: str, deed: str) -> HttpResponse:
    """Copy a question, remove it, or bring it back."""
    question, _item = desk.question_to_edit(request.user, request.school, lineage)
    wanted = QUESTION_DEEDS[deed]
    done = wanted.service(actor=request.user, lineage=lineage, now=clock.now())
    flash(request, wanted.said, undo_url=reverse("learning:do_question", args=[done.lineage, wanted.undo]))
    return redirect(f"{reverse('learning:desk_quiz', args=[question.quiz.token])}#questions")
