"""Reading of notices as they come: repair, structure, offices in charge, facts about the document."""

from policy_kb.ingest.reader import UnreadableNotice, read_notice

__all__ = ["UnreadableNotice", "read_notice"]
