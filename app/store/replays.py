"""Answers to writes that bore an Idempotency-Key: stored in the transaction of their effect."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from app.errors import ReplayMismatch
from app.models import Replay

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request that is to have its effect once: whose, where, under which word, and what it
    asks."""

    api_key: str
    method: str
    path: str
    idempotency_key: str
    content: bytes

    @property
    def fingerprint(self) -> str:
        """What another request under the same word differs in."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def _key(self) -> tuple[str, str, str, str]:
        return (self.api_key, self.method, self.path, self.idempotency_key)

    def find_answer(self, session: Session, at: datetime) -> dict[str, Any] | None:
        """The answer it had before, None for the first time; raises `ReplayMismatch`."""
        stored = session.get(Replay, self._key)
        if stored is None or stored.at <= at - KEPT_FOR:
            return None
        if stored.fingerprint != self.fingerprint:
            raise ReplayMismatch("This Idempotency-Key came with another request before.")
        answer: dict[str, Any] = json.loads(stored.answer)
        return answer

    def keep_answer(self, session: Session, answer: dict[str, Any], at: datetime) -> None:
        """Stores the answer beside its effect; those that are too old go."""
        clear_answers(session, at)
        api_key, method, path, word = self._key
        session.merge(
            Replay(
                api_key=api_key,
                method=method,
                path=path,
                idempotency_key=word,
                fingerprint=self.fingerprint,
                at=at,
                answer=json.dumps(answer, ensure_ascii=False),
            )
        )


def clear_answers(session: Session, at: datetime) -> int:
    """Takes away the answers that are too old to be given again; how many."""
    too_old = delete(Replay).where(col(Replay.at) <= at - KEPT_FOR)
    return session.connection().execute(too_old).rowcount
