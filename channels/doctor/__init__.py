"""Examines an installation: one finding per thing that can be wrong, in plain words, with what to run."""

from channels.doctor.examination import Finding, examine

__all__ = ["Finding", "examine"]
