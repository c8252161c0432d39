"""Kinds of amount an award can have, and what caps, floors and rounding do to them. All money in yuan, Decimal."""

from __future__ import annotations

import contextlib
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, field_validator, model_validator

from policy_kb.awards.fact import Strict, Yuan
from policy_kb.money import yuan as read_yuan

CapScope = Literal["per_item", "per_applicant_year", "per_project", "per_programme"]

SCOPE_WORDS: dict[CapScope, str] = {
    "per_item": "每件",
    "per_applicant_year": "每家每年",
    "per_project": "每个项目",
    "per_programme": "全部",
}


def _rate(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        with contextlib.suppress(ValueError, ZeroDivisionError):
            return Fraction(value[:-1]) / 100 if value.endswith("%") else Fraction(value)
    raise ValueError("比例请写成 50% 或者 1/2，并放在引号里")


Rate = Annotated[Any, BeforeValidator(_rate)]


class Quoted(Strict):
    """An amount names the words of the notice that it was read from."""

    quote: str


class Flat(Quoted):
    """One fixed sum."""

    kind: Literal["flat"]
    yuan: Yuan = Field(gt=0)


class PerUnit(Quoted):
    """``base`` at ``from`` units, and ``step`` for each further ``every`` units; base and from are 0 by default."""

    kind: Literal["per_unit"]
    fact: str
    base: Yuan = Field(default=Decimal(0), ge=0)
    from_: int = Field(default=0, alias="from", ge=0)
    step: Yuan = Field(gt=0)
    every: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _together(self) -> PerUnit:
        if (self.base > 0) != (self.from_ > 0):
            raise ValueError("base 和 from 要一起写：到多少件时给多少")
        return self

    def steps(self, count: int) -> int:
        """How many steps beyond the base ``count`` units make."""
        return max(0, count - self.from_) // self.every

    def at(self, count: int) -> Decimal:
        """The sum for ``count`` units."""
        return self.base + self.step * self.steps(count) if count >= self.from_ else Decimal(0)


class Level(Strict):
    """The sum for one level, or for one value of a choice."""

    level: int | str
    yuan: Yuan = Field(gt=0)


class Table(Quoted):
    """A sum for each level of a fact."""

    kind: Literal["table"]
    fact: str
    rows: tuple[Level, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _distinct(self) -> Table:
        levels = [row.level for row in self.rows]
        if len(set(levels)) != len(levels):
            raise ValueError("表里同一级写了两次")
        return self

    def at(self, level: int | str) -> Decimal:
        """The sum for a level; zero for one that the table does not name."""
        return next((row.yuan for row in self.rows if row.level == level), Decimal(0))


class Tier(Strict):
    """From ``ge`` on, up to ``le`` (included) or ``lt`` (not included); a fixed sum, or a share of the fact."""

    ge: Any = None
    le: Any = None
    lt: Any = None
    yuan: Yuan | None = Field(default=None, gt=0)
    rate: Rate = None

    @field_validator("ge", "le", "lt", mode="before")
    @classmethod
    def _bound(cls, value: Any) -> Any:
        bound = read_yuan(value) if isinstance(value, str) else value
        if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int | Decimal)):
            raise ValueError("每一档的界限要写整数，或者带“元”的金额")
        return bound

    @model_validator(mode="after")
    def _whole(self) -> Tier:
        if self.ge is None or (self.le is not None and self.lt is not None):
            raise ValueError("每一档都要写 ge，le 和 lt 最多写一个")
        if (self.yuan is None) == (self.rate is None):
            raise ValueError("每一档要写 yuan 或者 rate，只写一个")
        return self


class Tiered(Quoted):
    """Sums by threshold. Tiers follow one another without gap or overlap; only the last may be open."""

    kind: Literal["tiered"]
    fact: str
    tiers: tuple[Tier, ...] = Field(min_length=1)

    @field_validator("tiers")
    @classmethod
    def _seamless(cls, tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
        for number, (lower, upper) in enumerate(pairwise(tiers), start=1):
            if lower.lt is not None:
                end = lower.lt
            elif lower.le is not None:
                end = lower.le + (1 if isinstance(lower.le, int) else Decimal("0.01"))
            else:
                raise ValueError(f"第{number}档没有上限，和第{number + 1}档重叠")
            if upper.ge < end:
                raise ValueError(f"第{number}档和第{number + 1}档重叠")
            if upper.ge > end:
                raise ValueError(f"第{number}档和第{number + 1}档之间有空缺")
        return tiers

    def tier(self, value: Decimal | int) -> Tier | None:
        """The tier that holds ``value``, or None below the first and above the last."""
        for tier in self.tiers:
            if value >= tier.ge and (tier.le is None or value <= tier.le) and (tier.lt is None or value < tier.lt):
                return tier
        return None

    def at(self, value: Decimal | int) -> Decimal:
        """The sum for ``value``."""
        tier = self.tier(value)
        if tier is None:
            return Decimal(0)
        return tier.yuan if tier.yuan is not None else times(Decimal(value), tier.rate)


class RatioOf(Quoted):
    """A share of a stated sum."""

    kind: Literal["ratio"]
    of: str
    rate: Rate

    def at(self, total: Decimal) -> Decimal:
        """The share of ``total``."""
        return times(total, self.rate)


class Party(Strict):
    """Who bears how many parts; ``words`` are other names that people have for it."""

    name: str
    words: tuple[str, ...] = ()
    parts: int = Field(gt=0)


class Share(Quoted):
    """A sum borne by several parties in proportion; the first named is the one whose part counts as the amount."""

    kind: Literal["share"]
    of: str
    parties: tuple[Party, ...] = Field(min_length=2)

    def rate(self, index: int) -> Fraction:
        """The part that one party bears."""
        return Fraction(self.parties[index].parts, sum(party.parts for party in self.parties))

    def at(self, total: Decimal) -> Decimal:
        """What the first party bears."""
        return times(total, self.rate(0))


class Discretionary(Quoted):
    """At most this much; the office decides, ``according_to`` what the notice says."""

    kind: Literal["discretionary"]
    at_most: Yuan = Field(gt=0)
    according_to: str | None = None


AmountRule: TypeAlias = Annotated[
    Flat | PerUnit | Table | Tiered | RatioOf | Share | Discretionary, Field(discriminator="kind")
]


class Cap(Quoted):
    """The most that is paid within ``scope``. A per-item cap may name the fact that counts the items."""

    yuan: Yuan = Field(gt=0)
    scope: CapScope
    words: str | None = None
    items: str | None = None

    @model_validator(mode="after")
    def _items(self) -> Cap:
        if self.items is not None and self.scope != "per_item":
            raise ValueError("items 只能写在 per_item 的上限里")
        return self

    @property
    def scope_words(self) -> str:
        """The scope as the notice puts it (每个单位每年)."""
        return self.words or SCOPE_WORDS[self.scope]


class Floor(Quoted):
    """The least that is paid once anything is."""

    yuan: Yuan = Field(gt=0)


class Rounding(Quoted):
    """To a multiple of ``to`` yuan."""

    to: Yuan = Field(gt=0)
    mode: Literal["down", "half_up"] = "down"

    def apply(self, amount: Decimal) -> Decimal:
        """The rounded amount."""
        mode = ROUND_DOWN if self.mode == "down" else ROUND_HALF_UP
        return (amount / self.to).quantize(Decimal(1), rounding=mode) * self.to


def times(amount: Decimal, rate: Fraction) -> Decimal:
    """``amount`` × ``rate`` to the fen, half up, without passing through an inexact quotient."""
    fen = Fraction(amount) * rate * 100
    whole, rest = divmod(fen.numerator, fen.denominator)
    if 2 * rest >= fen.denominator:
        whole += 1
    cents = Decimal(whole).scaleb(-2)
    return cents.quantize(Decimal(1)) if cents == cents.to_integral_value() else cents


def amount_facts(amount: AmountRule) -> tuple[str, ...]:
    """The facts an amount is computed from."""
    if isinstance(amount, PerUnit | Table | Tiered):
        return (amount.fact,)
    if isinstance(amount, RatioOf | Share):
        return (amount.of,)
    return ()
