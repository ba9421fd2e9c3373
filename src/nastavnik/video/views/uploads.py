"""Bringing films in: the page, the beginning of a resumable upload, what came of it, a plain form without a script.

The bytes of a resumable upload go to `asgi.tus`, not through here.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from http import HTTPStatus
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.video import services
from nastavnik.video.forms import BeginUploadForm, PlainUploadForm, UploadForm
from nastavnik.video.selectors import desk as selectors
from nastavnik.video.views.parts import desk_crumbs

# A plain form cannot go on after a break: larger films are for the resumable upload alone.
PLAIN_MOST_BYTES = 2 * 2**30
UPLOADS_PREFIX = "/uploads/"
TUS_VERSION = "1.0.0"
PLAIN = "text/plain; charset=utf-8"
STATUSES: dict[type[Refusal], HTTPStatus] = {
    services.FileTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    services.QuotaExceeded: HTTPStatus.INSUFFICIENT_STORAGE,
    services.DiskFull: HTTPStatus.INSUFFICIENT_STORAGE,
}


@never_cache
@csrf_exempt  # the token is asked for below, once it is known who sends and how much: reading it reads the file
@signed_in
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponseBase:
    """Bring a film."""
    selectors.lessons_for_upload(request.user, request.school)
    return _with_files_on_disk(request, "")


@never_cache
@csrf_exempt  # as above
@signed_in
@require_http_methods(["GET", "POST"])
def replace(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Bring another file for a film."""
    selectors.video_to_edit(request.user, request.school, token)
    return _with_files_on_disk(request, token)


def _with_files_on_disk(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Let a sent file go to the disk as it comes, and refuse one that is too large before it comes."""
    if int(request.headers.get("Content-Length") or 0) > PLAIN_MOST_BYTES:
        return _page(request, token, _form(request, token, data=None), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    return csrf_protect(_new)(request, token)


def _new(request: HttpRequest, token: str) -> HttpResponseBase:
    known = cast("SignedInRequest", request)
    form = _form(known, token, data=known)
    if known.method == "POST" and form.is_valid():
        try:
            film = _bring(known, token, form)
        except Refusal as refusal:
            form.add_error("file", str(refusal.message))
        else:
            flash(known, _("The film has arrived and is being prepared."))
            return redirect("video:film", film)
    return _page(known, token, form, HTTPStatus.OK)


def _form(request: SignedInRequest, token: str, *, data: SignedInRequest | None) -> PlainUploadForm:
    posted = (data.POST, data.FILES) if data is not None and data.method == "POST" else (None, None)
    if token:
        return PlainUploadForm(*posted)
    lessons = selectors.lessons_for_upload(request.user, request.school)
    return UploadForm(*posted, lessons=lessons, initial={"lesson": request.GET.get("lesson", "")})


def _bring(request: SignedInRequest, token: str, form: PlainUploadForm) -> str:
    """Make a film of the file that the form sent; return the film's token."""
    file = cast("TemporaryUploadedFile", form.cleaned_data["file"])
    video = services.bring_whole(
        actor=request.user,
        school=request.school,
        path=Path(file.temporary_file_path()),
        name=str(file.name),
        now=clock.now(),
        lesson_id=form.cleaned_data.get("lesson"),
        replaces_token=token,
    )
    return video.token


def _page(request: SignedInRequest, token: str, form: PlainUploadForm, status: HTTPStatus) -> HttpResponse:
    context = {
        "form": form,
        "replaces": token,
        "title": _("Another file for the film") if token else _("A new film"),
        "crumbs": desk_crumbs(*([(_("Film"), reverse("video:film", args=[token]))] if token else [])),
        "begin_url": reverse("video:begin_upload"),
        "arrived_url": reverse("video:uploaded", args=["token"]),
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "plain_most_bytes": PLAIN_MOST_BYTES,
        "is_too_large": status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    }
    return render(request, "video/new.html", context, status=status)


@never_cache
@signed_in
@require_POST
def begin(request: SignedInRequest) -> HttpResponse:
    """Begin a resumable upload (the creation of tus 1.0): rights, quota and room are asked before a byte comes."""
    lessons = selectors.lessons_for_upload(request.user, request.school)
    form = BeginUploadForm(_announced(request), lessons=lessons)
    if not form.is_valid():
        return HttpResponse(_("The upload was announced wrongly."), status=HTTPStatus.BAD_REQUEST, content_type=PLAIN)
    try:
        upload = services.begin(actor=request.user, school=request.school, now=clock.now(), **form.upload())
    except Refusal as refusal:
        status = STATUSES.get(type(refusal), HTTPStatus.CONFLICT)
        return HttpResponse(str(refusal.message), status=status, content_type=PLAIN)
    headers = {
        "Location": f"{UPLOADS_PREFIX}{upload.token}",
        "Tus-Resumable": TUS_VERSION,
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }
    return HttpResponse(status=HTTPStatus.CREATED, headers=headers)


def _announced(request: SignedInRequest) -> dict[str, str]:
    """Return what the headers of a creation say: the length, and the pairs of a word and a text in Base64."""
    said = {"length": request.headers.get("Upload-Length", "")}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        word, _space, text = pair.strip().partition(" ")
        try:
            said[word] = b64decode(text, validate=True).decode()
        except (NotBase64, UnicodeDecodeError):
            said[word] = ""
    return said


@never_cache
@signed_in
@require_GET
def arrived(request: SignedInRequest, token: str) -> HttpResponse:
    """Lead from a finished upload to the film that came of it; an unfinished one goes on at the page of uploads."""
    upload = selectors.upload_of(request.user, request.school, token)
    video = services.finish(actor=request.user, upload=upload, now=clock.now())
    if video is None:
        flash(request, _("The film has not arrived completely. Choose the same file again: the upload goes on."))
        return redirect("video:new")
    flash(request, _("The film has arrived and is being prepared."))
    return redirect("video:film", video.token)
