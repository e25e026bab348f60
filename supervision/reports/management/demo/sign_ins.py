"""The demo's generated passwords: kept in a file of the launcher's own folder, and nowhere else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class SignIn:
    role: str
    username: str
    password: str
    person: str = ""


class SignIns:
    """One sign-in a role. Without a file they are known only to the run that made them."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._known: dict[str, SignIn] = {}
        if file is not None and file.exists():
            kept = json.loads(file.read_text(encoding="utf-8"))
            self._known = {values["role"]: SignIn(**values) for values in kept}

    def of(self, role: str) -> SignIn | None:
        return self._known.get(role)

    def keep(self, sign_in: SignIn) -> None:
        """Written at once and whole, so that a demo killed in the middle can still be signed in to."""
        self._known[sign_in.role] = sign_in
        if self.file is None:
            return
        words = json.dumps([asdict(known) for known in self], ensure_ascii=False, indent=1)
        coming = self.file.with_suffix(".new")
        with os.fdopen(os.open(coming, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.write(words)
        coming.replace(self.file)

    def __iter__(self) -> Iterator[SignIn]:
        return iter(self._known.values())
