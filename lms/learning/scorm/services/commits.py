"""Commits: what a package sends while it plays, and what a browser kept for later."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lms.learning.scorm import cmi, sharing, tokens
from lms.learning.scorm.cmi import BadData, Standard
from lms.learning.scorm.models import CmiState, ScormCommit, ScormSession
from lms.learning.scorm.requirements import Requirements
from lms.learning.scorm.services import launches, settling, statements, walking
from lms.learning.scorm.states import ENDINGS, CommitKind, Ending, Mode, SessionState

MAX_BODY = 4 * 1024 * 1024
MAX_SEQUENCE = 2_000_000_000
MAX_WISH = 1000
STORES = "stores"  # the shared data of a message, beside "cmi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a commit, as HTTP status and JSON."""

    status: int
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A commit as it was sent; `tree` is cmi as the run-time renders it, parts that did not change left out.

    `stores` are the shared data the package has written, by name; `wish` is adl.nav.request, which comes with the
    last one.
    """

    kind: CommitKind
    tree: Mapping[str, Any]
    text: str
    stores: Mapping[str, str] = field(default_factory=dict)
    wish: str = ""


def commit(token: str, sequence: int, body: bytes, *, at: datetime) -> Reply:
    """Keep one commit; a repeated or older one changes nothing.

    401 when the right to play has run out, 409 when a later window has taken over or the session has ended. Both
    leave the data with the sender.
    """
    try:
        right = tokens.read_launch_token(token)
        message = read_message(body)
        reply = _commit(right.session, sequence, message, at=at)
    except tokens.Refused:
        return refusal(401, "expired")
    except BadData as problem:
        return refusal(400, str(problem))
    if right.is_old and reply.status == 200:
        return Reply(status=200, body={**reply.body, "token": tokens.launch_token(right.session)})
    return reply


@transaction.atomic(savepoint=False)
def _commit(uuid: UUID, sequence: int, message: Message, *, at: datetime) -> Reply:
    session = locked(uuid)
    if sequence <= session.last_sequence:
        return accepted(session, at=session.last_at)
    if session.state != SessionState.OPEN:
        return refusal(409, session.state)
    keep(session, sequence, message, at=at)
    reply = accepted(session, at=at)
    if session.mode == Mode.NORMAL and Requirements.from_json(session.requirements).is_sequenced:
        return replace(reply, body={**reply.body, "navigation": walking.navigation_of(session)})
    return reply


def locked(uuid: UUID) -> ScormSession:
    """Lock a session and return it as it now is; raise tokens.Refused when its learner may no longer sign in."""
    found = statements.lock_session(uuid)
    if found is None:
        raise tokens.Refused
    session, may_write = found
    if not may_write:
        raise tokens.Refused
    return session


def keep(session: ScormSession, sequence: int, message: Message, *, at: datetime) -> None:
    """Store a commit and what follows from it."""
    reading = cmi.read(Standard(session.standard), message.tree)
    statements.append_commit(
        ScormCommit(
            session=session,
            sequence=sequence,
            kind=message.kind,
            body=message.text,
            refused="\n".join((*reading.refused, *sharing.refused(session, message.stores)))[:4000],
            received_at=at,
        )
    )
    session.last_sequence, session.last_at = sequence, at
    if message.kind is CommitKind.TERMINATE:
        session.wish = message.wish
    if session.mode == Mode.NORMAL:
        settling.take(session, reading, message.kind, at=at)
        sharing.save(session, message.stores, at=at)
    elif message.kind in ENDINGS:
        settling.close(session, SessionState.CLOSED, ENDINGS[message.kind], at=at)
    settling.save_session(session)


def ping(token: str, *, at: datetime) -> Reply:
    """Note that a player is still open; 409 tells it that it no longer is the one that writes."""
    try:
        right = tokens.read_launch_token(token)
    except tokens.Refused:
        return refusal(401, "expired")
    sessions = ScormSession.objects.filter(uuid=right.session)
    if not sessions.filter(state=SessionState.OPEN, learner__is_active=True).update(last_at=at):
        state = sessions.exclude(state=SessionState.OPEN).values_list("state", flat=True).first()
        return refusal(409, state) if state else refusal(401, "expired")
    body: dict[str, object] = {"result": True, "errorCode": 0}
    if right.is_old:
        body["token"] = tokens.launch_token(right.session)
    return Reply(status=200, body=body)


@transaction.atomic
def replay(token: str, body: bytes, *, at: datetime) -> bool:
    """Take what a browser kept of an earlier session and could not send, and tell whether it was still news.

    The launch that follows must not have begun to write, and no session in between may have: the later data wins.
    Raises tokens.Refused or BadData.
    """
    current = locked(tokens.read_launch_token(token).session)
    message = read_message(body)
    uuid, sequence, sent_at = _kept_facts(message.text)
    if uuid == current.uuid:
        is_news = current.state == SessionState.OPEN and sequence > current.last_sequence
        if is_news:
            keep(current, sequence, message, at=at)
        return is_news
    earlier = _earlier_session(current, uuid)
    if earlier is None or _is_overtaken(earlier, current):
        return False
    if sequence <= earlier.last_sequence:
        message = _left_out(earlier, message)
        sequence = earlier.last_sequence + 1
        if not message.tree and not message.stores:
            return False
    # The browser's clock only counts within what we know: after we last heard of it, before now.
    _keep_late(earlier, sequence, message, at=min(max(sent_at, earlier.last_at), at))
    launches.begin(current, CmiState.objects.get(pk=current.cmi_id))
    current.save(update_fields=["entry", "data", "total_time"])
    return True


def _left_out(earlier: ScormSession, message: Message) -> Message:
    """Keep of a message the parts that the session's last one left out because it had to be short."""
    last = ScormCommit.objects.filter(session=earlier, sequence=earlier.last_sequence).first()
    missing = json.loads(last.body).get("missing", ()) if last else ()
    names = set(missing) if isinstance(missing, list) else set()
    tree = {name: value for name, value in message.tree.items() if name in names}
    return replace(message, tree=tree, stores=message.stores if STORES in names else {})


def _keep_late(earlier: ScormSession, sequence: int, message: Message, *, at: datetime) -> None:
    """Store a commit of a session that has ended: it takes its data back, goes on, and ends again."""
    state = CmiState.objects.get(pk=earlier.cmi_id)
    if earlier.last_sequence:
        earlier.data = state.data
    else:
        launches.begin(earlier, state)
    has_finished = message.kind is CommitKind.TERMINATE or earlier.ending == Ending.FINISHED
    kind = CommitKind.TERMINATE if has_finished else CommitKind.LEAVE
    keep(earlier, sequence, replace(message, kind=kind), at=at)


def _earlier_session(current: ScormSession, uuid: UUID) -> ScormSession | None:
    """Return the ended session of the same item that the browser kept something of."""
    return ScormSession.objects.filter(uuid=uuid, cmi=current.cmi_id, mode=Mode.NORMAL, pk__lt=current.pk).first()


def _is_overtaken(earlier: ScormSession, current: ScormSession) -> bool:
    if current.mode != Mode.NORMAL or current.state != SessionState.OPEN:
        return True
    later = ScormSession.objects.filter(cmi=current.cmi_id, pk__gt=earlier.pk, last_sequence__gt=0)
    return later.filter(mode=Mode.NORMAL).exists()


def navigation(token: str, body: bytes) -> Reply:
    """Tell what adl.nav.request_valid would be with data that is not sent yet; nothing is kept of it."""
    try:
        uuid = tokens.read_launch_token(token).session
        session = ScormSession.objects.select_related("attempt").filter(uuid=uuid, learner__is_active=True).first()
        if session is None:
            raise tokens.Refused
        standard = Standard(session.standard)
        values = cmi.fold(cmi.loads(session.data), cmi.read(standard, read_message(body).tree))
    except tokens.Refused:
        return refusal(401, "expired")
    except BadData as problem:
        return refusal(400, str(problem))
    return Reply(status=200, body={"result": True, "navigation": walking.navigation_of(session, values)})


# Envelopes


def read_message(body: bytes) -> Message:
    """Read a commit's envelope, {"kind", "cmi", "stores"}; raise BadData when it is none."""
    try:
        text = body.decode()
        data = json.loads(text, parse_constant=_no_number)
        kind, tree, wish = CommitKind(data["kind"]), data.get("cmi", {}), data.get("wish", "")
        stores = data.get(STORES, {})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadData("not a commit") from error
    if not isinstance(tree, Mapping):
        raise BadData("cmi is no object")
    if not isinstance(stores, Mapping) or not all(isinstance(store, str) for store in stores.values()):
        raise BadData("stores are no texts")
    return Message(
        kind=kind,
        tree=tree,
        text=text,
        stores=stores,
        wish=wish if isinstance(wish, str) and len(wish) <= MAX_WISH else "",
    )


def _kept_facts(text: str) -> tuple[UUID, int, datetime]:
    """Read which session a kept commit belongs to, its sequence, and when the browser wrote it."""
    data = json.loads(text)
    try:
        uuid, sequence, sent_at = UUID(data["session"]), data["sequence"], datetime.fromisoformat(data["at"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadData("not a kept commit") from error
    if not isinstance(sequence, int) or not 0 < sequence < MAX_SEQUENCE or sent_at.tzinfo is None:
        raise BadData("not a kept commit")
    return uuid, sequence, sent_at


def _no_number(word: str) -> float:
    raise BadData(f"{word} is no number")


def accepted(session: ScormSession, *, at: datetime) -> Reply:
    body = {"result": True, "errorCode": 0, "sequence": session.last_sequence, "savedAt": at.isoformat()}
    return Reply(status=200, body=body)


def refusal(status_code: int, reason: str) -> Reply:
    return Reply(status=status_code, body={"result": False, "errorCode": 101, "reason": reason})
