"""Resumable uploads: tus 1.0 (core, termination, expiration), answered before Django.

Django's handlers see a body only when all of it has come, so that a broken connection loses everything. Here every
piece goes to the disk as it comes. An upload is begun by a page of the desk (`views.uploads.begin`), which asks for
rights, quota and room, and answers with the address `/uploads/<token>` served here:

    HEAD    how much has arrived            200 · Upload-Offset
    PATCH   more, from Upload-Offset on     204 · after the bytes are safe on the disk; 409 wrong offset, 423 somebody writes
    DELETE  give it up                      204

Only the person who began it may go on: her session is asked at every request. What has arrived survives the loss of
the connection, of the process and of the machine.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from django.db import DatabaseError
from django.utils.http import http_date

from nastavnik.video.asgi import gate
from nastavnik.video.asgi.body import Body
from nastavnik.video.asgi.talk import Receive, Scope, Send, answer, headers_of
from nastavnik.video.services import arrivals

T = TypeVar("T")

PREFIX = "/uploads/"
VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
BODY_TYPE = "application/offset+octet-stream"
# So much is written before it is made sure of.
SYNC_BYTES = 64 * 2**20
# Threads of their own: a slow disk must not keep pages waiting.
WRITERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="uploads")


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """The request is answered with `status` and a sentence."""

    status: HTTPStatus
    text: str


async def tus(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request to an upload's address."""
    method, headers = scope["method"], headers_of(scope)
    common = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
    try:
        if method == "OPTIONS":
            await answer(send, HTTPStatus.NO_CONTENT, common | {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS})
            return
        status, more = await _handle(scope, receive, method, headers)
        await answer(send, status, common | more, is_head=method == "HEAD")
    except Refused as refused:
        await answer(send, refused.status, common | {"Tus-Version": VERSION}, refused.text, is_head=method == "HEAD")


async def _handle(
    scope: Scope, receive: Receive, method: str, headers: dict[str, str]
) -> tuple[HTTPStatus, dict[str, str | int]]:
    if headers.get("tus-resumable") != VERSION:
        raise Refused(HTTPStatus.PRECONDITION_FAILED, f"This server speaks tus {VERSION}.")
    if method not in {"HEAD", "PATCH", "DELETE"}:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "Only HEAD, PATCH and DELETE.")
    token = scope["path"].removeprefix(PREFIX).rstrip("/")
    arrival = await _in_thread(partial(_arrival, token, headers))
    if method == "DELETE":
        await _in_thread(partial(gate.give_up, arrival))
        return HTTPStatus.NO_CONTENT, {}
    if method == "HEAD":
        return HTTPStatus.OK, await _told(arrival)
    return HTTPStatus.NO_CONTENT, await _patch(arrival, receive, headers)


def _arrival(token: str, headers: dict[str, str]) -> gate.Arrival:
    """Return the upload for the person whose session the request carries; refuse in the words of HTTP."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Refused(HTTPStatus.FORBIDDEN, "Uploads are not taken from other sites.")
    try:
        return gate.arrival(token, headers.get("cookie", ""))
    except gate.NotSignedIn as error:
        raise Refused(HTTPStatus.UNAUTHORIZED, "Sign in again; what has arrived is kept.") from error
    except gate.NoSuchUpload as error:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such upload.") from error
    except gate.Expired as error:
        raise Refused(HTTPStatus.GONE, "The upload was not finished in time and is deleted. Begin anew.") from error


async def _told(arrival: gate.Arrival) -> dict[str, str | int]:
    """Return what HEAD tells; a whole upload that was not accepted yet is accepted now."""
    offset = await _in_thread(partial(arrivals.arrived_bytes, arrival.upload))
    if offset == arrival.upload.length:
        await _accept(arrival)
    return {"Upload-Offset": offset, "Upload-Length": arrival.upload.length, **_expires(arrival)}


def _expires(arrival: gate.Arrival) -> dict[str, str | int]:
    return {"Upload-Expires": http_date(arrival.upload.expires_at.timestamp())}


async def _patch(arrival: gate.Arrival, receive: Receive, headers: dict[str, str]) -> dict[str, str | int]:
    if headers.get("content-type", "").partition(";")[0].strip() != BODY_TYPE:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The body must be {BODY_TYPE}.")
    offset = _number(headers.get("upload-offset", ""))
    if offset + _number(headers.get("content-length", "0")) > arrival.upload.length:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "There is more than the upload was announced with.")
    if arrival.upload.finished_at is not None:
        raise Refused(HTTPStatus.CONFLICT, "The whole file has arrived already.")
    try:
        descriptor = await _in_thread(partial(arrivals.open_to_append, arrival.upload.token))
    except arrivals.Busy as error:
        raise Refused(HTTPStatus.LOCKED, "Another connection is sending this file; try again in a moment.") from error
    body = Body(receive)
    try:
        reached = await _append(descriptor, offset, arrival.upload.length, body)
    finally:
        body.close()
        await _in_thread(partial(_close, descriptor))
    if reached == arrival.upload.length:
        await _accept(arrival)
    return {"Upload-Offset": reached, **_expires(arrival)}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refused(HTTPStatus.BAD_REQUEST, "Upload-Offset and Content-Length must be numbers.")
    return int(text)


def _close(descriptor: int) -> None:
    os.fdatasync(descriptor)
    os.close(descriptor)


async def _append(descriptor: int, offset: int, length: int, body: Body) -> int:
    """Write the body behind `offset` and return how far it came; what a broken connection brought is kept too."""
    arrived = os.fstat(descriptor).st_size
    if offset != arrived:
        raise Refused(HTTPStatus.CONFLICT, f"{arrived} bytes have arrived, the next ones must begin there.")
    unsure = 0
    while not body.is_over:
        pieces = await body.batch()
        size = sum(map(len, pieces))
        if arrived + size > length:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "There is more than the upload was announced with.")
        await _in_thread(partial(arrivals.append, descriptor, pieces))
        arrived, unsure = arrived + size, unsure + size
        if unsure >= SYNC_BYTES:
            await _in_thread(partial(os.fdatasync, descriptor))
            unsure = 0
    return arrived


async def _accept(arrival: gate.Arrival) -> None:
    """Make a film of a whole upload. If the database is busy, the bytes stay and the next HEAD tries again."""
    try:
        await _in_thread(partial(gate.accept, arrival))
    except gate.NotAllowed as error:
        raise Refused(HTTPStatus.FORBIDDEN, "You may not bring films into this school any more.") from error
    except DatabaseError as error:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "Everything has arrived and is kept; try again.") from error


async def _in_thread(call: Callable[[], T]) -> T:
    """Return what `call` returns in a thread; however we are ended, it has ended first: a file is never closed under it."""
    work = asyncio.get_running_loop().run_in_executor(WRITERS, call)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise
