"""What several awards come to together: what may be added, what is left out of the sum, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.award_text import Assessed, is_calculation
from actions.request import Request
from actions.wording import joined
from policy_kb.awards import APPLICANT_FACT, Rule
from policy_kb.awards.claims import Total, claims
from policy_kb.money import format_yuan


@dataclass(frozen=True, slots=True)
class Sum:
    """The sentence that answers 一共多少, and the total that it states (None: nothing can be added)."""

    sentence: str
    total: Total | None = None


def summed(request: Request, listed: Sequence[Assessed]) -> Sum:
    """Add what is fixed by what was said; name what is not, and never add across notices or where one forbids it."""
    fixed = [a for a in listed if _is_fixed(a, request)]
    limited = [a for a in listed if a.evaluation.amount is not None and a.evaluation.amount.basis == "at_most"]
    refused = [a for a in listed if a.evaluation.verdict in ("no", "not_in_force")]
    undecided = [a for a in listed if a not in (*fixed, *limited, *refused)]
    if undecided:
        return Sum(f"先不给您加总：{joined(a.rule.name for a in undecided)}的金额还定不下来。")
    if refused and all(a.evaluation.verdict == "not_in_force" for a in listed):
        return Sum("文件不在有效期内，现在不能按它申请，就不给您加总了。")
    if len(fixed) < 2:
        return Sum(_few(fixed, limited) + _at_most_together(fixed, limited, request))
    if not _for_one_applicant([a.rule for a in fixed]):
        if APPLICANT_FACT not in request.facts and _alternatives([a.rule for a in fixed]):
            return Sum(
                f"先不给您加总：这里有给不同单位的，同一家单位不能都拿。{request.kb.book.facts[APPLICANT_FACT].question}"
            )
        return Sum("这几项是给不同单位的，同一家单位不能都拿，不加在一起。")
    sources = dict.fromkeys(a.source for a in fixed)
    validities = {source.doc_id: source.validity for source in sources}
    rules = [assessed.rule for assessed in fixed]
    found = claims(rules, request.facts, request.kb.book, request.on, validities, supposed=True)
    if len(sources) > 1 or not found.totals:
        return Sum("这几项不在同一份文件里，或者文件没有写明能不能一起拿，先不给您加在一起。")
    total = found.totals[0]
    return Sum(_sentence(total) + _besides(limited) + _at_most_together(fixed, limited, request), total)


def _is_fixed(assessed: Assessed, request: Request) -> bool:
    amount = assessed.evaluation.amount
    if amount is None or amount.basis != "exact" or assessed.evaluation.shares:
        return False
    return assessed.evaluation.verdict == "yes" or is_calculation(request, assessed.rule) or _is_affirmed(assessed)


def _is_affirmed(assessed: Assessed) -> bool:
    """Whether a fixed sum was told of: its own conditions are met, only who applies may still be open."""
    own = [result for result in assessed.evaluation.conditions[1:] if result.state != "person"]
    return bool(own) and all(result.state == "met" for result in own)


def _alternatives(rules: Sequence[Rule]) -> bool:
    """Whether some of these are one matter's awards for different applicants, of which each gets but one."""
    return len({(rule.doc, rule.clause) for rule in rules}) < len(rules)


def _for_one_applicant(rules: Sequence[Rule]) -> bool:
    """Whether some kind of applicant can draw all of these."""
    named = [{*rule.beneficiaries.types, *rule.beneficiaries.unclear} for rule in rules if rule.beneficiaries.types]
    return not named or bool(set.intersection(*named))


def _sentence(total: Total) -> str:
    by_frequency = (("一次性的", total.once), ("按年的", total.yearly))
    split = [f"{often}{format_yuan(part)}" for often, part in by_frequency if part]
    if len(total.parts) == 1:
        text = f"这几项不能加在一起，按{format_yuan(total.yuan)}算。"
    else:
        text = f"{'其中不重复的' if total.displaced else '这'}{len(total.parts)}项加起来是{format_yuan(total.yuan)}"
        text += f"（{'，'.join(split)}）。" if len(split) > 1 else "。"
    text += "".join(f"{claim.rule.name}{claim.because}" for claim in total.displaced)
    limited = (f"{limit.scope_words}合计最高不超过{format_yuan(limit.yuan)}。" for limit, _ in total.limits)
    return text + "".join(limited)


def _few(fixed: Sequence[Assessed], limited: Sequence[Assessed]) -> str:
    """Where at most one sum is fixed."""
    amounts = [a.evaluation.amount.yuan for a in fixed if a.evaluation.amount is not None]
    sure = [format_yuan(yuan) for yuan in amounts if yuan is not None]
    return (f"能算准的是{sure[0]}。" if sure else "") + _besides(limited, first=not sure)


def _at_most_together(fixed: Sequence[Assessed], limited: Sequence[Assessed], request: Request) -> str:
    """The most that fixed sums and at-most sums can come to, where the one notice lets them add up and cuts nothing."""
    together = [*fixed, *limited]
    docs = {assessed.rule.doc for assessed in together}
    entry = request.kb.book.stacking.get(next(iter(docs))) if len(docs) == 1 else None
    if not fixed or not limited or entry is None or entry.groups or entry.limits:
        return ""
    if not _for_one_applicant([assessed.rule for assessed in together]):
        return ""
    amounts = [assessed.evaluation.amount for assessed in together]
    most = [amount.yuan if amount.basis == "exact" else amount.max for amount in amounts if amount is not None]
    if len(most) < len(together) or any(yuan is None for yuan in most):
        return ""
    return f"都批下来的话，合计最高不超过{format_yuan(sum((yuan for yuan in most if yuan is not None), Decimal(0)))}。"


def _besides(limited: Sequence[Assessed], *, first: bool = False) -> str:
    if not limited:
        return ""
    names = joined(
        f"{a.rule.name}最高不超过{format_yuan(a.evaluation.amount.max)}"
        for a in limited
        if a.evaluation.amount is not None and a.evaluation.amount.max is not None
    )
    return f"{'' if first else '另外，'}{names}，具体多少由主管部门核定，先不加进去。"
