"""Text made safe for a segment of an IRI, as templates of the mapping stage make it.

RML-Core, section "Generating IRIs"; RFC 3987, section 2.2, https://www.rfc-editor.org/rfc/rfc3987#section-2.2.
"""

import re
from urllib.parse import quote

_RESERVED = re.compile(
    "[^A-Za-z0-9._~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd-]"
)


def iri_safe(text: str) -> str:
    """`text` with every character that is not unreserved percent-encoded; those beyond ASCII stay.

    >>> iri_safe("é/b c")
    'é%2Fb%20c'
    """
    return _RESERVED.sub(lambda match: quote(match.group(), safe=""), text)
