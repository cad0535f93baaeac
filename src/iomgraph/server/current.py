"""The release that is served: the one that the link `current` names, also when the link moves."""

import logging
import os
import threading
import time
from pathlib import Path

import anyio.to_thread

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.release import CURRENT, Releases
from iomgraph.server.served import ServedRelease, open_release
from iomgraph.stores.killed import Killed
from iomgraph.stores.store import BrokenAnswerError, BusyError, DeadlineError, UnavailableError

_log = logging.getLogger(__name__)

_TRY_AGAIN_SECONDS = 1.0
# What a store elsewhere may say today and not tomorrow.
_NOT_YET = (BrokenAnswerError, BusyError, DeadlineError, UnavailableError)


class CurrentRelease:
    """Follows `releases/current`. The link is read for each request, which costs a microsecond.

    A release that the link names for the first time is opened once, in a thread; until it stands the
    one before is served. One that cannot be opened is reported in the log, and the one before stays; one that a
    store elsewhere does not hold yet is tried again.
    """

    def __init__(self, publication: Publication, killed: Killed) -> None:
        self._publication = publication
        self._link = str(publication.releases / CURRENT)
        self._killed = killed
        self._opening = threading.Lock()
        self._served: ServedRelease | None = None
        self._refused: str | None = None
        self._target: str | None = None
        """What the link said when there was nothing to be done about it."""
        self._awaited: str | None = None
        self._next_try = 0.0

    @property
    def loaded(self) -> ServedRelease | None:
        """The release that is ready to be answered from; None while the first one is loaded."""
        return self._served

    async def release(self) -> ServedRelease | None:
        """The release to answer from; None where none has been published."""
        if self._served is not None:
            self.follow()
        elif (outstanding := self._outstanding()) is not None:
            await anyio.to_thread.run_sync(self._open, outstanding)
        return self._served

    def follow(self) -> None:
        """Have the release loaded that the link names, if it is another than the one that is served."""
        outstanding = self._outstanding()
        if outstanding is not None and not self._opening.locked():
            threading.Thread(target=self._open, args=(outstanding,), daemon=True).start()

    def _outstanding(self) -> Path | None:
        try:
            target = os.readlink(self._link)  # noqa: PTH115  # a path takes four times as long
        except OSError:
            return None
        if target == self._target:
            return None
        named = Releases(self._publication.releases).current()
        if named is None:
            return None
        if named.id in (self._served.name if self._served else None, self._refused):
            self._target = target
            return None
        return None if named.id == self._awaited and time.monotonic() < self._next_try else named.path

    def _open(self, folder: Path) -> None:
        with self._opening:
            served = self._served
            if (served is not None and served.name == folder.name) or folder.name == self._refused:
                return
            try:
                self._served = open_release(folder, self._publication, self._killed)
                self._refused = None
            except _NOT_YET as error:
                if self._awaited != folder.name:
                    _log.error("The release %s is not served yet: %s", folder.name, error)
                self._awaited, self._next_try = folder.name, time.monotonic() + _TRY_AGAIN_SECONDS
            except InputError as error:
                self._refused = folder.name
                _log.error("The release %s is not served: %s", folder.name, error)
