"""The body of a request: nobody sends too much of it, or too slowly, and half of it is none."""

from http import HTTPStatus

import anyio
from starlette.requests import ClientDisconnect, Request

from iomgraph.server.problems import Problem


async def request_body(request: Request, most: int, seconds: float) -> str:
    """The body as text. Raises Problem: 400 for half a body and what is no UTF-8, 408, and 413 beyond `most` bytes."""
    received = bytearray()
    try:
        with anyio.fail_after(seconds):
            async for chunk in request.stream():
                received += chunk
                if len(received) > most:
                    raise Problem(
                        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {most} bytes are read here; shorten it."
                    )
        return received.decode()
    except TimeoutError:
        sentence = f"The request did not arrive within {seconds:g} seconds; send it faster, or less of it."
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, sentence, headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise Problem(HTTPStatus.BAD_REQUEST, "The request breaks off before its end; send it again.") from None
    except UnicodeDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "What was sent is not encoded as UTF-8.") from error
