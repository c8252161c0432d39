"""Slips of the keyboard mended before anything is read: 漳川 → 漳州, 补肋 → 补助, 发明利 → 发明专利, 运，营 → 运营.

A noisy channel (M. Kernighan, K. Church, W. Gale, COLING 1990): what was typed is taken for something else only where
that is so much likelier than what stands there that a slip explains it better. Numbers, negations and other characters
that decide what is told (protected.yaml) are never changed.
"""

from policy_kb.language.spelling.learnt import LearntSpelling
from policy_kb.language.spelling.speller import Speller

__all__ = ["LearntSpelling", "Speller"]
