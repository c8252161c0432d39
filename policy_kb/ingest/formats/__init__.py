"""From the bytes of a file, whatever its format, to its text as it stands there."""

from policy_kb.ingest.formats.opening import open_file
from policy_kb.ingest.formats.page import Page, Removal

__all__ = ["Page", "Removal", "open_file"]
