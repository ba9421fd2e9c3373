"""A learning record store on this machine: takes statements by the rules of xAPI 1.0.3, and keeps them in a list.

    with RecordStoreServer() as store:
        … send to store.endpoint with store.key, store.secret …
        store.statements

The checks are our own reading of the specification, part two (data), sections 2 and 4: what is required, what excludes what, and
the form of numbers, addresses, times and lengths of time.
"""

import json
import re
import threading
from base64 import b64decode
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
STATEMENT = {
    "id",
    "actor",
    "verb",
    "object",
    "result",
    "context",
    "timestamp",
    "stored",
    "authority",
    "version",
    "attachments",
}
IDENTIFIERS = {"mbox", "mbox_sha1sum", "openid", "account"}
INTERACTIONS = {
    "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric", "other",
}  # fmt: skip
LISTS = {"choices", "scale", "source", "target", "steps"}
MOST_BODY = 2**18


class Wrong(Exception):
    """A statement breaks a rule."""


def hold(is_fine: bool, rule: str) -> None:  # noqa: FBT001 -- reads like an assertion
    if not is_fine:
        raise Wrong(rule)


def check_iri(text: Any) -> None:
    hold(isinstance(text, str) and bool(urlsplit(text).scheme) and " " not in text, f"an IRI: {text!r}")


def check_words(words: Any) -> None:
    hold(isinstance(words, dict) and bool(words), f"a language map: {words!r}")
    hold(all(LANGUAGE.fullmatch(tag) and isinstance(word, str) for tag, word in words.items()), f"languages: {words!r}")


def check_extensions(words: Any) -> None:
    hold(isinstance(words, dict), "extensions are an object")
    for name in words:
        check_iri(name)


def check_uuid(text: Any) -> None:
    hold(isinstance(text, str) and str(UUID(text)) == text.lower(), f"a UUID: {text!r}")


def check_actor(actor: Any) -> None:
    hold(set(actor) <= IDENTIFIERS | {"objectType", "name"}, f"properties of an agent: {set(actor)}")
    hold(actor.get("objectType", "Agent") == "Agent", "an agent")
    hold(len(IDENTIFIERS & set(actor)) == 1, "exactly one way to identify an agent")
    if "account" in actor:
        hold(set(actor["account"]) == {"homePage", "name"}, "an account has its home page and a name")
        check_iri(actor["account"]["homePage"])
        hold(isinstance(actor["account"]["name"], str), "a name of an account")
    if "mbox" in actor:
        hold(bool(re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", actor["mbox"])), "an mbox")


def check_activity(thing: Any) -> None:
    hold(set(thing) <= {"objectType", "id", "definition"}, f"properties of an activity: {set(thing)}")
    hold(thing.get("objectType", "Activity") == "Activity", "an activity")
    check_iri(thing["id"])
    definition = thing.get("definition", {})
    known = {
        "name",
        "description",
        "type",
        "moreInfo",
        "extensions",
        "interactionType",
        "correctResponsesPattern",
    } | LISTS
    hold(set(definition) <= known, f"properties of a definition: {set(definition)}")
    for name in {"name", "description"} & set(definition):
        check_words(definition[name])
    for name in {"type", "moreInfo"} & set(definition):
        check_iri(definition[name])
    check_interaction(definition)


def check_interaction(definition: Any) -> None:
    lists = LISTS & set(definition)
    if "interactionType" in definition:
        hold(definition["interactionType"] in INTERACTIONS, "a type of interaction")
        allowed = {"choice": {"choices"}, "sequencing": {"choices"}, "matching": {"source", "target"}}
        hold(lists <= allowed.get(definition["interactionType"], set()), f"lists of this interaction: {lists}")
    else:
        hold(not lists, "lists need an interaction")
    for name in lists:
        ids = [one["id"] for one in definition[name]]
        hold(len(ids) == len(set(ids)), "ids of options are unique")
        for one in definition[name]:
            check_words(one["description"])


def check_result(result: Any) -> None:
    hold(
        set(result) <= {"score", "success", "completion", "response", "duration", "extensions"},
        "properties of a result",
    )
    for name in {"success", "completion"} & set(result):
        hold(isinstance(result[name], bool), f"{name} is true or false")
    if "duration" in result:
        hold(bool(DURATION.fullmatch(result["duration"])), f"a duration: {result['duration']!r}")
    hold(isinstance(result.get("response", ""), str), "a response is a text")
    check_extensions(result.get("extensions", {}))
    score = result.get("score", {})
    hold(set(score) <= {"scaled", "raw", "min", "max"}, "properties of a score")
    hold(-1 <= score.get("scaled", 0) <= 1, "a scaled score")
    if "raw" in score:
        hold(score.get("min", score["raw"]) <= score["raw"] <= score.get("max", score["raw"]), "raw lies between")
        hold(score.get("min", 0) < score.get("max", 1), "the least is less than the most")


def check_context(context: Any) -> None:
    known = {
        "registration",
        "instructor",
        "team",
        "contextActivities",
        "revision",
        "platform",
        "language",
        "statement",
        "extensions",
    }
    hold(set(context) <= known, "properties of a context")
    if "registration" in context:
        check_uuid(context["registration"])
    hold(bool(LANGUAGE.fullmatch(context.get("language", "ru"))), "a language")
    check_extensions(context.get("extensions", {}))
    activities = context.get("contextActivities", {})
    hold(set(activities) <= {"parent", "grouping", "category", "other"}, "kinds of context activities")
    for things in activities.values():
        for thing in things:
            check_activity(thing)


def no_nulls(thing: Any) -> bool:
    """Tell whether nothing but what is in extensions is null or an empty object (4.1)."""
    if isinstance(thing, dict):
        return all(no_nulls(value) for name, value in thing.items() if name != "extensions")
    return all(no_nulls(one) for one in thing) if isinstance(thing, list) else thing is not None


def check_statement(statement: Any) -> None:
    """Raise `Wrong` for a statement that breaks a rule."""
    hold(set(statement) <= STATEMENT, f"properties of a statement: {set(statement) - STATEMENT}")
    hold({"actor", "verb", "object"} <= set(statement), "actor, verb and object are required")
    hold(no_nulls(statement), "nothing is null")
    check_uuid(statement["id"])
    check_actor(statement["actor"])
    hold(set(statement["verb"]) <= {"id", "display"}, "properties of a verb")
    check_iri(statement["verb"]["id"])
    check_words(statement["verb"]["display"])
    check_activity(statement["object"])
    check_result(statement.get("result", {}))
    check_context(statement.get("context", {}))
    at = datetime.fromisoformat(statement["timestamp"])
    hold(at.tzinfo is not None, "a timestamp has a zone")


class RecordStoreServer:
    """The store. `down` is a status that it answers instead of taking anything; `refused` are ids that it does not take."""

    def __init__(self) -> None:
        self.key, self.secret = "key-of-the-school", "secret-of-the-school"
        self.statements: list[dict[str, Any]] = []
        self.batches: list[int] = []
        self.wrong: list[str] = []
        self.down = 0
        self.refused: set[str] = set()
        self.most_in_a_batch = 1000
        self.dies_after_taking = False

    def __enter__(self) -> "RecordStoreServer":
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, said = store._take(self, body)
                if store.dies_after_taking:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("X-Experience-API-Version", "1.0.3")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}/xapi/"
        return self

    def __exit__(self, *_wrong: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _take(self, asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, bytes]:
        if self.down:
            return self.down, b"out of order"
        given = b64decode((asked.headers["Authorization"] or "").removeprefix("Basic ")).decode()
        if given != f"{self.key}:{self.secret}":
            return 401, b"wrong key"
        if asked.path != "/xapi/statements":
            return 404, b"nothing here"
        if not (asked.headers["X-Experience-API-Version"] or "").startswith("1.0."):
            return 400, b"a version of xAPI is needed"
        sent = json.loads(body)
        if len(sent) > self.most_in_a_batch or len(body) > MOST_BODY:
            return 413, b"too much"
        return self._keep(sent)

    def _keep(self, sent: list[dict[str, Any]]) -> tuple[int, bytes]:
        """Take all statements or none."""
        known = {one["id"]: one for one in self.statements}
        for statement in sent:
            try:
                check_statement(statement)
            except (Wrong, KeyError, ValueError, TypeError) as error:
                self.wrong.append(f"{type(error).__name__} {error}")
                return 400, self.wrong[-1].encode()
            if statement["id"] in self.refused:
                return 400, b"this one is not wanted"
            if known.get(statement["id"], statement) != statement:
                return 409, b"another statement of this id"
        self.batches.append(len(sent))
        self.statements += [one for one in sent if one["id"] not in known]
        return 200, json.dumps([one["id"] for one in sent]).encode()

    def told(self, verb: str) -> list[dict[str, Any]]:
        """Return the statements of a verb, by its last word."""
        return [one for one in self.statements if one["verb"]["id"].rpartition("/")[2] == verb]
