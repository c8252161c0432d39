"""Facts: what an applicant can tell about itself, with bounds, the question to ask and the words people use."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from policy_kb.awards.figure import han_number, read_number, to_decimal
from policy_kb.money import FEN, format_yuan, yuan

FactType = Literal["count", "level", "money", "ratio", "choice", "flag"]
FactValue: TypeAlias = bool | int | Decimal | Fraction | str
Facts: TypeAlias = Mapping[str, FactValue]

_YES = {"是", "是的", "对", "有", "能", "满足", "没错", "true", "yes", "y", "1"}
_NO = {"否", "不是", "没有", "没", "不", "不满足", "无", "false", "no", "n", "0"}


class FactError(ValueError):
    """A value that cannot be; ``str(error)`` is a Chinese sentence saying what is possible."""

    def __init__(self, fact_id: str, message: str) -> None:
        super().__init__(message)
        self.fact_id = fact_id


class Strict(BaseModel):
    """Base of everything read from the catalogue: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _money(value: Any) -> Any:
    if isinstance(value, str):
        return yuan(value)
    if isinstance(value, Decimal):
        return value
    raise ValueError("金额要带单位，例如 5000元、7.5万元")


def _bound(value: Any) -> Any:
    return yuan(value) if isinstance(value, str) else value


Yuan = Annotated[Decimal, BeforeValidator(_money)]
Bound = Annotated[Decimal, BeforeValidator(_bound)]


class Option(Strict):
    """One value of a choice, its name and the words people use for it.

    ``general`` is set where it gives way to any other that is named beside it (事业单位 to 研究院). ``persons`` are
    those of the words that name who runs one (老板): they tell the kind, and how many there are counts nothing.
    """

    value: str
    label: str
    words: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    general: bool = False


class Fact(Strict):
    """A declared input of the rules. ``min``/``max`` are what is possible at all: yuan for money, else plain numbers.

    ``not_above`` names another fact that this one, being a part of it, cannot exceed. ``cues`` are words that stand
    near the quantity (for a flag: that name its subject), ``excludes`` those that show that something else is meant,
    ``deeds`` those without one of which, unasked, a number is none of this (有12件发明专利 transfers none);
    ``other_kinds`` those that name what is like it and never counts (实用新型 where only 发明专利 do);
    ``affirms``/``denies`` are the words that state a flag. ``within_region`` is set where only what stays in the
    region of the notice counts (转让给本市企业). ``ranks`` names the count of the things that this one is the place in
    (第几起草单位 of a standard): who has a place has one of them at least. ``implies`` is the kind of applicant that
    only can be meant where a flag is true (新引进的企业), as long as nobody says another.
    """

    id: str
    type: FactType
    label: str
    question: str
    hint: str | None = None
    unit: str | None = None
    units: tuple[str, ...] = ()
    min: Bound | None = None
    max: Bound | None = None
    not_above: str | None = None
    within_region: bool = False
    ranks: str | None = None
    implies: str | None = None
    options: tuple[Option, ...] = ()
    cues: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    other_kinds: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    affirms: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Fact:
        if self.type in ("count", "level", "money") and (self.min is None or self.max is None or self.unit is None):
            raise ValueError(f"{self.type} 要写 min、max 和 unit")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min 大于 max")
        if self.type in ("count", "level") and any(n is not None and n % 1 for n in (self.min, self.max)):
            raise ValueError(f"{self.type} 的 min 和 max 要写整数")
        if (self.type == "choice") != bool(self.options):
            raise ValueError("options 只能写在 choice 里，choice 必须写 options")
        words = [word for option in self.options for word in {option.value, option.label, *option.words}]
        repeated = sorted({word for word in words if words.count(word) > 1})
        if repeated:
            raise ValueError(f"同一个词不能代表两个选项：{'、'.join(repeated)}")
        return self

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the greatest possible value; TypeError for a fact that is no number with bounds."""
        if self.min is None or self.max is None:
            raise TypeError(f"{self.id} has no bounds")
        return self.min, self.max

    @property
    def is_rank(self) -> bool:
        """Whether the number is a place in an order."""
        return self.unit in ("名", "位")

    @cached_property
    def subject_words(self) -> tuple[str, ...]:
        """The cues in lower case."""
        return tuple(cue.lower() for cue in self.cues)

    @cached_property
    def excluding_words(self) -> tuple[str, ...]:
        """What shows that something else is meant, in lower case."""
        return tuple(word.lower() for word in (*self.excludes, *self.other_kinds))

    @cached_property
    def denying_words(self) -> tuple[str, ...]:
        """What denies the flag, in lower case."""
        return tuple(word.lower() for word in self.denies)

    @cached_property
    def stating_words(self) -> tuple[str, ...]:
        """What denies or affirms the flag, in lower case."""
        return tuple(dict.fromkeys(word.lower() for word in (*self.denies, *self.affirms)))

    @cached_property
    def options_by_word(self) -> dict[str, str]:
        """The value of the option that a word, in lower case, stands for."""
        words: dict[str, str] = {}
        for option in self.options:
            for word in (option.label, *option.words):
                words.setdefault(word.lower(), option.value)
        return words

    def option(self, value: str) -> Option:
        """The option of a choice by its value; KeyError if there is none."""
        for option in self.options:
            if option.value == value:
                return option
        raise KeyError(value)

    def show(self, value: FactValue) -> str:
        """A value as people say it: 12件, 三级, 7.5万元, 1/3, 高校, 是."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if self.type == "choice":
            return self.option(str(value)).label
        if self.type == "money" and isinstance(value, Decimal):
            return format_yuan(value)
        if self.type == "level" and isinstance(value, int):
            return f"{han_number(value)}{self.unit}"
        if self.type == "ratio":
            number = Fraction(value)
            return f"{number.numerator}/{number.denominator}" if number.denominator != 1 else str(number.numerator)
        return f"{value}{self.unit or ''}"


def parse_fact(fact: Fact, raw: object) -> FactValue:
    """Read a value for ``fact`` from what was said or typed; FactError with a Chinese sentence if it cannot be."""
    if isinstance(raw, str):
        raw = unicodedata.normalize("NFKC", raw).strip()
    match fact.type:
        case "flag":
            return _flag(fact, raw)
        case "choice":
            return _choice(fact, raw)
        case "ratio":
            return _ratio(fact, raw)
        case "money":
            return _money_value(fact, raw)
        case _:
            return _whole(fact, raw)


def check_parts(facts: Mapping[str, Fact], values: Facts) -> None:
    """Refuse a part that exceeds its whole (FactError); both must be declared and known to matter."""
    for fact_id, value in values.items():
        fact = facts.get(fact_id)
        if fact is None or fact.not_above is None or fact.not_above not in values:
            continue
        whole = values[fact.not_above]
        if isinstance(value, str) or isinstance(whole, str):
            continue
        if Fraction(value) > Fraction(whole):
            other = facts[fact.not_above]
            raise FactError(
                fact_id,
                f"{fact.label}（{fact.show(value)}）不会多于{other.label}（{other.show(whole)}），"
                f"请您再核对一下这两个数。",
            )


def _flag(fact: Fact, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        word = raw.lower()
        if word in _NO or word in fact.denies:
            return False
        if word in _YES or word in fact.affirms:
            return True
    raise FactError(fact.id, f"{fact.question}请回答“是”或者“否”。")


def _choice(fact: Fact, raw: object) -> str:
    if isinstance(raw, str) and raw:
        for option in fact.options:
            if raw in (option.value, option.label, *option.words):
                return option.value
        found = [
            (len(word), option.value)
            for option in fact.options
            for word in (option.label, *option.words)
            if word in raw
        ]
        longest = {value for length, value in found if length == max(found)[0]}
        if len(longest) == 1:
            return longest.pop()
    raise FactError(
        fact.id, f"{fact.label}可以是：{'、'.join(option.label for option in fact.options)}。您属于哪一种？"
    )


def _number(fact: Fact, raw: object, text: str | None = None) -> Fraction:
    if not isinstance(raw, bool):
        if isinstance(raw, int | Fraction):
            return Fraction(raw)
        if isinstance(raw, Decimal) and raw.is_finite():
            return Fraction(raw)
        if isinstance(raw, float) and math.isfinite(raw):
            return Fraction(str(raw))
        if isinstance(raw, str):
            words = raw if text is None else text
            negative = re.fullmatch(r"(?:负|[-−–])\s*(.+)", words)
            number = read_number(negative[1] if negative else words)
            if number is not None:
                return -number if negative else number
    raise FactError(fact.id, f"{fact.label}请给一个准确的数字，{possible(fact)}。")


def _strip_units(text: str, units: tuple[str, ...]) -> str:
    for unit in sorted(units, key=len, reverse=True):
        if unit and text.endswith(unit):
            return text[: -len(unit)].strip()
    return text


def _whole(fact: Fact, raw: object) -> int:
    text = _strip_units(raw.removeprefix("第"), (fact.unit or "", *fact.units)) if isinstance(raw, str) else None
    number = _number(fact, raw, text)
    if number.denominator != 1 and fact.type == "count":
        raise FactError(fact.id, f"{fact.label}要按整{fact.unit}算，没有半{fact.unit}的说法，请告诉我是几{fact.unit}。")
    _check_bounds(fact, number)
    if number.denominator != 1:
        raise FactError(fact.id, f"{fact.label}没有这一级，{possible(fact)}。")
    return int(number)


def _money_value(fact: Fact, raw: object) -> Decimal:
    text = None
    if isinstance(raw, str):
        text = re.sub(r"(?:人民币|元|块钱|块)$", "", raw.replace(" ", "")).removeprefix("人民币")
    number = _number(fact, raw, text)
    _check_bounds(fact, number)
    amount = to_decimal(number) if (number * 100).denominator == 1 else None
    if amount is None:
        raise FactError(fact.id, f"{fact.label}最小算到分，请您再核对一下金额。")
    return amount.quantize(FEN) if amount % 1 else amount.quantize(Decimal(1))


def _ratio(fact: Fact, raw: object) -> Fraction:
    number: Fraction
    if isinstance(raw, str):
        text = raw.replace(" ", "")
        if match := re.fullmatch(r"(\d+)/(\d+)", text):
            top, bottom = Fraction(match[1]), Fraction(match[2])
        elif match := re.fullmatch(r"(.+)分之(.+)", text):
            top, bottom = _number(fact, match[2]), 100 * Fraction(1) if match[1] == "百" else _number(fact, match[1])
        elif match := re.fullmatch(r"(.+)%", text):
            top, bottom = _number(fact, match[1]), Fraction(100)
        elif match := re.fullmatch(r"(.+)成", text):
            top, bottom = _number(fact, match[1]), Fraction(10)
        else:
            top, bottom = _number(fact, text), Fraction(1)
        if bottom == 0:
            raise FactError(fact.id, f"{fact.label}的分母不能是零，{possible(fact)}。")
        number = top / bottom
    else:
        number = _number(fact, raw)
    if not 0 <= number <= 1:
        raise FactError(fact.id, f"{fact.label}应当在0到1之间，{possible(fact)}。")
    return number


def _check_bounds(fact: Fact, number: Fraction) -> None:
    low, high = fact.bounds
    if number < 0:
        raise FactError(fact.id, f"{fact.label}不能是负数，{possible(fact)}。")
    if fact.type == "level" and not low <= number <= high:
        raise FactError(fact.id, f"{fact.label}没有这一级，{possible(fact)}。")
    if number < low:
        raise FactError(fact.id, f"{fact.label}太小了，{possible(fact)}。")
    if number > high:
        raise FactError(
            fact.id, f"{fact.label}最多能填{fact.show(_as_value(fact, high))}，您说的数太大了，请再核对一下。"
        )


def _as_value(fact: Fact, bound: Decimal) -> FactValue:
    return bound if fact.type == "money" else int(bound)


def possible(fact: Fact) -> str:
    """What values a fact can take, as a clause of a Chinese sentence."""
    match fact.type:
        case "choice":
            return "可以是" + "、".join(option.label for option in fact.options)
        case "flag":
            return "可以回答“是”或者“否”"
        case "ratio":
            return "比如1/3、三分之一或者40%"
    if fact.type == "money":
        return "请按人民币告诉我一个大于零的金额"
    least, most = fact.bounds
    low, high = fact.show(int(least)), fact.show(int(most))
    return f"只有{low}到{high}" if fact.type == "level" else f"可以是{int(least)}到{high}的整数"
