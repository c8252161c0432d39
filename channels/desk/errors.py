"""What the review service refuses, as the API tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from channels.api.refused import Refused


@contextmanager
def review_in_words() -> Iterator[None]:
    """Turns errors of the review service and of migrations inside the block into Refused."""
    from policy_kb.migrations import MigrationError
    from policy_kb.review.errors import EntryRefused, NotThere, ReviewError

    try:
        yield
    except EntryRefused as error:
        fields: dict[str, str] = {}
        for mistake in error.mistakes:
            place = f"entry.{mistake.line}"
            fields[place] = f"{fields[place]}；{mistake.reason}" if place in fields else str(mistake)
        first = f"还不能采用：{error.mistakes[0]}" if error.mistakes else "还不能采用。"
        more = f"（一共{len(error.mistakes)}处要改）" if len(error.mistakes) > 1 else ""
        raise Refused(422, first + more, fields) from None
    except NotThere as error:
        # What is said behind that is for the command line.
        raise Refused(404, f"{str(error).partition('。')[0]}。") from None
    except ReviewError as error:
        raise Refused(409, str(error)) from None
    except MigrationError as error:
        raise Refused(503, str(error)) from None
