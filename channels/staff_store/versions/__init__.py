"""Revisions of the staff's tables."""
