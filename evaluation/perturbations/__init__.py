"""The same questions otherwise worded: slips, other ways to type, other languages, words around them.

Every change is decided by its kind and the question alone, so it is the same in every run and in every selection.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from actions.handlers import QUESTIONS
from evaluation.collection import Expectation
from evaluation.perturbations import numerals, slips, talk, typing_habits, wording

_SEED = 20260601
#: With a story around it, a longer one would be more than the channel takes.
_LONGEST = 500

Change = Callable[[str, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to change a wording; ``title`` is what a report calls it.

    ``of_questions`` leaves out greetings, thanks and bare statements, which mean something else where more is said.
    """

    name: str
    title: str
    change: Change
    of_questions: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("homophone", "同音字", slips.homophone),
    Kind("similar_shape", "形近字", slips.similar_shape),
    Kind("missing_character", "漏字", slips.missing),
    Kind("doubled_character", "叠字", slips.doubled),
    Kind("spaces", "多余的空格", typing_habits.spaces),
    Kind("punctuation", "多余的标点", typing_habits.punctuation),
    Kind("full_width", "全角字符", typing_habits.full_width),
    Kind("traditional", "繁体字", typing_habits.traditional),
    Kind("emoji", "表情符号", typing_habits.emoji),
    Kind("numerals", "数字换写法", numerals.rewritten),
    Kind("cantonese", "粤语用词", wording.cantonese),
    Kind("english", "夹英文", wording.english),
    Kind("dictated", "口述（没有标点，带口头语）", talk.dictated, of_questions=True),
    Kind("polite", "客套话", talk.polite, of_questions=True),
    Kind("story", "前后讲一大段", talk.with_a_story, of_questions=True),
)


def perturbed(kind: Kind, question: Expectation) -> str | None:
    """The question in other words; None where the kind of change has nothing to change in it."""
    text = question.user
    if not text.strip() or len(text) > _LONGEST:
        return None
    if kind.of_questions and not set(question.intent) <= {*QUESTIONS, "out_of_scope"}:
        return None
    changed = kind.change(text, random.Random(f"{_SEED}/{kind.name}/{text}"))  # noqa: S311
    return changed if changed != text else None
