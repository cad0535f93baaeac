"""The day that a release is of."""

import os
from datetime import UTC, datetime


def today() -> str:
    """The date of the release, in UTC; SOURCE_DATE_EPOCH sets it, see https://reproducible-builds.org/specs/."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else datetime.now(UTC)
    return now.date().isoformat()
