"""Whether the same items come out worse than before, beyond what chance would bring."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import comb

#: Below this probability a fall counts as one.
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """Items that were right and are wrong now, and the other way round; ``p`` is ``chance_of`` them."""

    lost: tuple[str, ...]
    won: tuple[str, ...]

    @property
    def p(self) -> float:
        """The probability that chance alone would lose so many of the items that changed."""
        return chance_of(len(self.lost), len(self.won))

    @property
    def worse(self) -> bool:
        """Whether it is a fall beyond noise."""
        return self.p < LEVEL


def change(
    asked_before: Collection[str], failing_before: Collection[str], asked: Collection[str], failing: Collection[str]
) -> Change:
    """What changed among the items that were there both times, by name."""
    both = set(asked_before) & set(asked)
    before, now = set(failing_before) & both, set(failing) & both
    return Change(tuple(sorted(now - before)), tuple(sorted(before - now)))


def chance_of(lost: int, won: int) -> float:
    """McNemar's exact test, one-sided: how probable at least ``lost`` of ``lost + won`` are if either is as likely."""
    changed = lost + won
    return sum(comb(changed, k) for k in range(lost, changed + 1)) / (1 << changed)
