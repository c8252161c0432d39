"""Awards as data: rules with a closed vocabulary, and the evaluator that applies them to facts."""

from policy_kb.awards.book import AwardBook, load_book, validate_fact
from policy_kb.awards.evaluation import Evaluation, evaluate
from policy_kb.awards.explanation import TraceStep, describe_amount
from policy_kb.awards.fact import Fact, FactError, FactValue, parse_fact
from policy_kb.awards.lint import Failure, lint, run_examples
from policy_kb.awards.rule import APPLICANT_FACT, Rule
from policy_kb.awards.source import Problem, RuleFileError
from policy_kb.awards.stacking import ExclusiveGroup, JointLimit, Stacking
from policy_kb.awards.sums import Amount, ShareAmount
from policy_kb.awards.whatif import WhatIf, what_if

__all__ = [
    "APPLICANT_FACT",
    "Amount",
    "AwardBook",
    "Evaluation",
    "ExclusiveGroup",
    "Fact",
    "FactError",
    "FactValue",
    "Failure",
    "JointLimit",
    "Problem",
    "Rule",
    "RuleFileError",
    "ShareAmount",
    "Stacking",
    "TraceStep",
    "WhatIf",
    "describe_amount",
    "evaluate",
    "lint",
    "load_book",
    "parse_fact",
    "run_examples",
    "validate_fact",
    "what_if",
]
