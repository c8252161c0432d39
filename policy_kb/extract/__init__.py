"""Drafts of facts from the text of any notice: awards, institutions, targets, dates, how to apply."""

from policy_kb.extract.document import Extraction, extract
from policy_kb.extract.output import as_json

__all__ = ["Extraction", "as_json", "extract"]
