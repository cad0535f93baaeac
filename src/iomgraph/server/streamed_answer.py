"""An answer that is sent while it is found, to a client that may read slowly, or not at all."""

from collections.abc import Generator, Mapping
from itertools import chain

import anyio
import anyio.to_thread
from starlette.responses import StreamingResponse
from starlette.types import Receive, Send

from iomgraph.stores.pool import Cancellation
from iomgraph.stores.store import BrokenAnswerError


class StreamedAnswer(StreamingResponse):
    """`first` and what follows in `rest`. It is broken off after `seconds`, even where the client takes nothing.

    Whoever is at it is stopped by `cancellation` where the client goes away, and `rest` is closed in any case: a worker
    is held by who reads, and by nobody else. Raises BrokenAnswerError, which aborts the connection, as does what `rest`
    raises.
    """

    def __init__(
        self,
        first: bytes,
        rest: Generator[bytes, None, None],
        cancellation: Cancellation,
        seconds: float,
        headers: Mapping[str, str],
    ) -> None:
        super().__init__(chain([first], rest), headers=headers)
        self._rest = rest
        self._cancellation = cancellation
        self._seconds = seconds

    async def listen_for_disconnect(self, receive: Receive) -> None:
        """Wait until the client has gone, and stop the work for it: a thread that waits for it is not cancelled."""
        await super().listen_for_disconnect(receive)
        await anyio.to_thread.run_sync(self._cancellation.cancel)

    async def stream_response(self, send: Send) -> None:
        """Send all of it."""
        try:
            with anyio.fail_after(self._seconds):
                await super().stream_response(send)
        except TimeoutError as error:
            raise BrokenAnswerError("The client does not take the answer.") from error
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._rest.close)
