"""What to ask where a message doesn't plainly say a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy_kb.awards.fact import Fact
from policy_kb.language.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was said of a fact but can't be used; ``sentence`` tells the caller what is possible.

    ``baseless`` is set for a difference to nothing that is known: the message may as well ask for the rule itself.
    """

    fact: str
    sentence: str
    baseless: bool = False


def exact_number_please(fact: Fact) -> Doubt:
    """For 十来件, 大概30件."""
    return Doubt(fact.id, f"要算准金额，我需要{fact.label}的准确数字，请您给一个确切的数。")


def which_of_them(fact: Fact, quantities: Iterable[Quantity]) -> Doubt:
    """For several numbers that may all be the value."""
    said = [q.text for q in sorted(quantities, key=lambda quantity: quantity.start)]
    return Doubt(fact.id, f"您提到了{_listed(said)}，我不确定该按哪个算。请问{_how_much(fact)}？")


def what_counts(fact: Fact, quantities: Iterable[Quantity]) -> Doubt:
    """For numbers of which something doesn't count (3件被驳回了)."""
    said = [q.text for q in sorted(quantities, key=lambda quantity: quantity.start)]
    return Doubt(fact.id, f"您提到的{_listed(said)}里有不能算进去的，我不敢替您加减。请问真正能算的{_how_much(fact)}？")


def how_much_is_left(fact: Fact, quantity: Quantity) -> Doubt:
    """For a part of a loss (坏了三成, 追回来50万) instead of the loss."""
    return Doubt(fact.id, f"光凭{quantity.text}我还不能算。请直接告诉我最后的{_how_much(fact)}？")


def which_time(fact: Fact, quantity: Quantity) -> Doubt:
    """For a number of another year or of another number of years."""
    return Doubt(fact.id, f"您说的{quantity.text}可能不是这一条要算的时间里的。{fact.question}")


def changed_from_what(fact: Fact) -> Doubt:
    """For 再多一件 where nothing was said before."""
    return Doubt(fact.id, f"我还不知道您原来是多少，加减不了。请直接告诉我{_how_much(fact)}？", baseless=True)


def which_changed(fact: Fact, quantity: Quantity, facts: Sequence[Fact]) -> Doubt:
    """For 再多3件 where several numbers may be meant."""
    names = _listed([f"“{other.label}”" for other in facts], last="还是")
    return Doubt(fact.id, f"您说的{quantity.text}是指{names}？请直接告诉我变动以后各是多少。")


def changed_to_what(fact: Fact, quantity: Quantity) -> Doubt:
    """For 升三级, which may be the new level or the difference."""
    return Doubt(
        fact.id, f"您说的{quantity.text}是变动以后的数，还是变动了多少？请直接告诉我{_how_much(fact)}？", baseless=True
    )


def elsewhere(fact: Fact, here: str, there: str) -> Doubt:
    """For what went to another region than the notice's (卖给厦门的企业)."""
    return Doubt(fact.id, f"这一项只算{here}的，{there}的不能算进去。请问只算{here}的，{_how_much(fact)}？")


def which_unit(fact: Fact, quantity: Quantity) -> Doubt:
    """For a small sum without a unit."""
    number = f"{quantity.value.normalize():f}"
    return Doubt(fact.id, f"您说的是{number}元还是{number}万元？请把单位一起告诉我。")


def in_yuan_please(fact: Fact) -> Doubt:
    """For a sum in another currency."""
    return Doubt(fact.id, f"请按人民币告诉我{fact.label}是多少元，我才能算。")


def _how_much(fact: Fact, *, total: bool = False) -> str:
    """The question for a value in the words of its type."""
    match fact.type:
        case "level":
            return f"{fact.label}现在是几{fact.unit}"
        case "money":
            return f"{fact.label}一共是多少元"
        case "ratio":
            return f"{fact.label}是多少"
    if fact.is_rank:
        return f"您单位{fact.label}是第几{fact.unit}"
    return f"{fact.label}一共有多少{fact.unit}"


def _listed(words: list[str], last: str = "和") -> str:
    return words[0] if len(words) == 1 else "、".join(words[:-1]) + last + words[-1]
