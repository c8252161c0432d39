"""A seeded caller who knows what was told so far, and says with every turn what a right reply may and must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.conversations.generated import spoken
from tests.conversations.generated.results import SUM_OF, Result, result, total
from tests.conversations.generated.wording import (
    CORRECT,
    COUNTED,
    REGIONS,
    RESTATE,
    SIDE,
    SUBJECTS,
    WHAT_IF,
    WHO,
    Facts,
    Subject,
)

_LEADS = ("另外问一下，", "再问一个别的，", "换个话题，", "还有一件事，")
_TOTALS = ("一共能拿多少", "加起来总共是多少", "合计多少钱")
#: Two awards that the same caller may ask about in one breath.
_PAIRS = (
    ("iso", "products", "enterprise"),
    ("products", "iso", "enterprise"),
    ("iso", "introduced", "enterprise"),
    ("iso", "overseas", "enterprise"),
    ("transfer", "certification", "university"),
    ("transfer", "certification", "research_institute"),
    ("certification", "transfer", "university"),
)
#: Awards that are told of for several applicants at once, with the kinds that may ask for them.
_SHARED = (
    ("transfer", ("university", "research_institute")),
    ("certification", ("university", "research_institute")),
    ("products", ("enterprise",)),
    ("iso", ("enterprise",)),
)
_EACH = {"transfer": "各", "products": "各", "certification": "都", "iso": "都"}
_EACH_SAYS = {
    "transfer": "今年各向漳州企业转让了{v}发明专利",
    "products": "今年各有{v}专利密集型产品通过了国家知识产权局认定",
    "certification": "都是首次通过知识产权管理规范认证",
    "iso": "都通过了ISO56005的{v}评级",
}


@dataclass(frozen=True)
class Turn:
    """What is typed, and what the reply is held against.

    ``right`` is what the formulas make of the facts that hold now, ``told`` are the sums of money among those facts.
    ``asks`` is set where the turn wants an amount, ``spoilt`` where it gives a value that can't be or is only
    approximate, ``region`` where it is about another region: the notice of that region, empty for none.
    """

    said: str
    right: Result
    told: frozenset[Decimal] = frozenset()
    asks: bool = True
    spoilt: bool = False
    summed: bool = False
    region: str | None = None


def conversation(number: int) -> tuple[Turn, ...]:
    """The conversation of that number, always the same."""
    return _Caller(Random(f"conversation {number}")).talk()  # noqa: S311


class _Caller:
    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._turns: list[Turn] = []
        self._who: str | None = None
        self._key = ""
        self._told: Facts = {}
        self._real: Facts | None = None
        self._earlier: tuple[str, Result] | None = None

    # ------------------------------------------------------------------ the whole

    def talk(self) -> tuple[Turn, ...]:
        length = self._rng.randint(3, 7)
        opening = self._rng.choices(
            (self._open_at_once, self._open_in_parts, self._open_form, self._open_two, self._open_several),
            (40, 18, 22, 10, 10),
        )[0]
        opening()
        while len(self._turns) < length:
            self._follow_up()
        return tuple(self._turns[:length])

    @property
    def _subject(self) -> Subject:
        return SUBJECTS[self._key]

    def _result(self, told: Facts | None = None) -> Result:
        facts = dict(self._told if told is None else told)
        if self._who is not None:
            facts["applicant_type"] = self._who
        kinds = [self._subject.measure(self._who)] if self._who else list(self._subject.measures.values())
        found = [result(measure, facts) for measure in kinds]
        if len(found) == 1:
            return found[0]
        return Result(frozenset().union(*(each.figures for each in found)))

    def _say(self, text: str, *, asks: bool = True, spoilt: bool = False) -> None:
        if text[-1] in "呢少钱样" and self._rng.random() < 0.4:
            text += self._rng.choice("？？?")
        right = self._result()
        if not asks and self._real is not None:
            # After "and one more?" a question on the side may be about either number.
            right = replace(right, figures=right.figures | self._result(self._real).figures)
        self._turns.append(
            Turn(
                said=text,
                right=right,
                told=frozenset(value for value in self._told.values() if isinstance(value, Decimal)),
                asks=asks,
                spoilt=spoilt,
                summed=self._subject.measure(self._who) in SUM_OF,
            )
        )

    # ------------------------------------------------------------------ openings

    def _open_at_once(self) -> None:
        self._choose(self._rng.choice(list(SUBJECTS)))
        facts = self._subject.draw(self._rng)
        parts = [self._i_am()] if self._rng.random() < 0.85 else []
        self._tell_all(facts, parts)

    def _open_in_parts(self) -> None:
        """One fact, or who is asking, is told only when asked for."""
        self._choose(self._rng.choice(list(SUBJECTS)))
        facts = self._subject.draw(self._rng)
        later = [name for name in facts if name != self._subject.keyed_by]
        if later and self._rng.random() < 0.6:
            held_back = self._rng.choice(later)
            self._tell_all({k: v for k, v in facts.items() if k != held_back}, [self._i_am()])
            self._told[held_back] = facts[held_back]
            self._say(self._part(held_back, facts[held_back]))
        else:
            self._tell_all(facts, [])
            self._say(self._i_am())

    def _open_form(self) -> None:
        self._choose(self._rng.choice(list(SUBJECTS)))
        name = self._rng.choice(self._subject.names)
        self._say(self._rng.choice(self._subject.forms).format(name=name))
        facts = self._subject.draw(self._rng)
        self._say(self._i_am())
        for name, value in facts.items():
            if self._rng.random() < 0.15 and self._spoil(name):
                continue
            self._told[name] = value
            self._say(self._alone(name, value))

    def _open_two(self) -> None:
        first, second, who = self._rng.choice(_PAIRS)
        self._who = who
        parts, found = [self._rng.choice(WHO[who])], []
        told: Facts = {}
        for key in (first, second):
            self._choose(key, keep=True)
            self._told = self._subject.draw(self._rng)
            parts += self._parts(self._told)
            found.append(self._result())
            told |= self._told
        parts.append(self._rng.choice(_TOTALS))
        self._turns.append(Turn("，".join(parts), total(found)))
        # Whatever comes next is about the second award, told anew so that nobody has to guess.
        self._shift(second, introduce=True)

    def _open_several(self) -> None:
        key, kinds = self._rng.choice(_SHARED)
        self._choose(key, keep=True)
        self._told = self._subject.draw(self._rng)
        for name in self._subject.flags:
            self._told[name] = True
        chosen = kinds if len(kinds) == 1 or self._rng.random() < 0.6 else (self._rng.choice(kinds),)
        counts = [self._rng.randint(2 if len(chosen) == 1 else 1, 5) for _ in chosen]
        names = [f"{self._number(n)}{self._rng.choice(COUNTED[kind])}" for n, kind in zip(counts, chosen, strict=True)]
        found = []
        for kind in chosen:
            self._who = kind
            found.append(self._result())
        value = next((self._word(name, value) for name, value in self._told.items() if name in self._subject.parts), "")
        says = _EACH_SAYS[key].format(v=value)
        text = f"{'和'.join(names)}{says}，{self._rng.choice(_TOTALS)}"
        self._turns.append(Turn(text, total(found, counts)))
        self._who = None
        self._shift(self._rng.choice([other for other in SUBJECTS if other != key]), introduce=True)

    # ------------------------------------------------------------------ going on

    def _follow_up(self) -> None:
        ways: list[tuple[Callable[[], None], int]] = [
            (self._correct, 26),
            (self._wonder, 16),
            (self._one_more, 14),
            (self._aside, 20),
            (self._someone_else, 7),
            (lambda: self._shift(None), 14),
            (self._elsewhere, 7),
            (self._spoil_any, 9),
            (self._both, 5),
        ]
        self._rng.choices([way for way, _ in ways], [weight for _, weight in ways])[0]()

    def _correct(self) -> None:
        name = self._any_fact()
        if name is None:
            return
        known = name in self._told
        self._told[name] = self._other_value(name)
        self._real = None
        pattern = self._rng.choice(CORRECT if known else RESTATE)
        self._say(pattern.format(v=self._named(name)) if name in self._subject.parts else self._flag_change(name))

    def _wonder(self) -> None:
        name = self._any_fact(counts_only=True)
        if name is None or name not in self._told:
            return
        self._real = self._real or dict(self._told)
        self._told[name] = self._other_value(name)
        self._say(self._rng.choice(WHAT_IF).format(v=self._named(name)))

    def _one_more(self) -> None:
        name = SUM_OF.get(self._subject.measure(self._who)) or self._subject.keyed_by
        if not self._subject.steps or name not in self._told:
            return
        text = self._rng.choice(self._subject.steps)
        step = -1 if "少" in text else next(n for n, word in ((3, "三"), (2, "两"), (1, "一")) if word in text)
        if self._told[name] + step < 0:
            return
        self._real = self._real or dict(self._told)
        self._told[name] += step
        self._say(text)

    def _aside(self) -> None:
        self._say(self._rng.choice(SIDE), asks=False)

    def _someone_else(self) -> None:
        if self._who is None:
            return
        self._real = None
        self._who = self._rng.choice([kind for kind in self._subject.who if kind != self._who] or list(WHO))
        self._say(
            self._rng.choice(("说错了，{v}", "更正一下，{v}", "不对，{v}")).format(v=self._rng.choice(WHO[self._who]))
        )

    def _shift(self, key: str | None, *, introduce: bool = False) -> None:
        """Another award, or the same one anew, with all its facts or by name only."""
        before = None if key == self._key or not self._key else (self._key, self._result())
        if key is None:
            fitting = [k for k, s in SUBJECTS.items() if k != self._key and (self._who is None or self._who in s.who)]
            others = [k for k in SUBJECTS if k != self._key]
            key = self._rng.choice(fitting if fitting and self._rng.random() < 0.8 else others)
        self._choose(key, keep=True)
        facts = self._subject.draw(self._rng)
        self._earlier = before
        fits = self._who in self._subject.who
        if not introduce and fits and self._rng.random() < 0.2 and facts:
            self._say(f"那{self._rng.choice(self._subject.names)}呢", asks=False)
            for name, value in facts.items():
                self._told[name] = value
                self._say(self._part(name, value))
            return
        # An award that is named after those it is for says nothing of who asks.
        if introduce or self._who is None or not facts:
            self._who = self._who or self._rng.choice(self._subject.who)
            self._tell_all(facts, [self._rng.choice(WHO[self._who])], lead=self._rng.choice(_LEADS))
        else:
            self._tell_all(facts, [], lead=self._rng.choice(_LEADS))

    def _elsewhere(self) -> None:
        texts, doc = REGIONS[self._rng.choice(list(REGIONS))]
        self._turns.append(Turn(self._rng.choice(texts), Result(frozenset()), asks=False, region=doc))
        # Back home with everything told again: whether the facts outlive the excursion is a matter of taste.
        facts = self._subject.draw(self._rng)
        parts = [self._rng.choice(WHO[self._who])] if self._who else []
        self._told = {}
        self._tell_all(facts, parts, lead="还是说漳州，")

    def _spoil_any(self) -> None:
        names = [n for n in self._told if n in self._subject.impossible or n in self._subject.vague]
        if names:
            self._spoil(self._rng.choice(names))

    def _spoil(self, name: str) -> bool:
        """A value that can't be or is only approximate, then a good one."""
        impossible, vague = self._subject.impossible.get(name, ()), self._subject.vague.get(name, ())
        ways = impossible if impossible and (not vague or self._rng.random() < 0.5) else vague
        if not ways:
            return False
        corrects = name in self._told
        self._told.pop(name, None)
        self._real = None
        value = self._rng.choice(ways)
        bare = self._is_only_number(name)
        text = value if bare else self._rng.choice(self._subject.parts[name]).format(v=value)
        self._say(f"不对，是{text}" if corrects else text, spoilt=True)
        if self._rng.random() < 0.25:
            self._aside()
        self._told[name] = self._other_value(name)
        self._say(self._rng.choice(RESTATE).format(v=self._named(name)))
        return True

    def _both(self) -> None:
        """What the last two awards come to together."""
        if self._earlier is None or not self._turns[-1].asks or self._turns[-1].spoilt:
            return
        _, before = self._earlier
        now = self._result()
        if not (before.settled and now.settled and before.verdict == now.verdict == "yes"):
            return
        if before.ceilings or now.ceilings:
            return
        text = self._rng.choice(("这两项一共能拿多少", "那两个奖加起来总共多少", "前面那项和这项合计能拿多少钱"))
        self._turns.append(Turn(text, total([before, now])))
        # Told again, so that what follows is about one award.
        self._shift(self._key, introduce=True)

    # ------------------------------------------------------------------ words

    def _choose(self, key: str, *, keep: bool = False) -> None:
        self._key, self._told, self._real = key, {}, None
        if not keep:
            self._who = None

    def _i_am(self) -> str:
        self._who = self._rng.choice(self._subject.who)
        return self._rng.choice(WHO[self._who])

    def _tell_all(self, facts: Facts, parts: list[str], lead: str = "") -> None:
        self._told = dict(facts)
        said = [*parts, *self._parts(facts)]
        if not facts:
            said.append(f"{self._rng.choice(self._subject.names)}")
        self._say(lead + "，".join([*said, self._rng.choice(self._subject.questions)]))

    def _parts(self, facts: Facts) -> list[str]:
        return [self._part(name, value) for name, value in facts.items()]

    def _part(self, name: str, value: Any) -> str:
        if name in self._subject.flags:
            yes, no = self._subject.flags[name]
            return self._rng.choice(yes if value else no)
        return self._rng.choice(self._subject.parts[name]).format(v=self._word(name, value))

    def _alone(self, name: str, value: Any) -> str:
        """The answer to the question for this fact."""
        if self._is_only_number(name) and self._rng.random() < 0.7:
            return self._word(name, value)
        return self._part(name, value)

    def _named(self, name: str) -> str:
        """A value that is told anew, with what it counts where there is more than one number."""
        if self._is_only_number(name):
            return self._word(name, self._told[name])
        return self._part(name, self._told[name])

    def _flag_change(self, name: str) -> str:
        return f"{self._rng.choice(('说错了', '不对', '更正一下'))}，{self._part(name, self._told[name])}"

    def _is_only_number(self, name: str) -> bool:
        return tuple(self._subject.parts) == (name,)

    def _word(self, name: str, value: Any) -> str:
        if isinstance(value, Decimal):
            return spoken.money(self._rng, value)
        if name == "iso56005_level":
            return spoken.level(self._rng, value)
        if name == "drafting_rank":
            return spoken.rank(self._rng, value)
        return spoken.count(self._rng, value, self._subject.units[name])

    def _number(self, number: int) -> str:
        return self._rng.choice((str(number), spoken.count(self._rng, number, "").strip()))

    def _any_fact(self, *, counts_only: bool = False) -> str | None:
        names: Iterable[str] = self._subject.parts if counts_only else (*self._subject.parts, *self._subject.flags)
        return self._rng.choice(list(names)) if names else None

    def _other_value(self, name: str) -> Any:
        """Another value for a fact, one that fits the others."""
        now = self._told.get(name)
        if isinstance(now, bool):
            return not now
        for _ in range(20):
            value = self._subject.draw(self._rng)[name]
            whole, part = self._told.get("new_invention_patents"), self._told.get("high_value_patents")
            fits = (name != "high_value_patents" or whole is None or value <= whole) and (
                name != "new_invention_patents" or part is None or part <= value
            )
            if value != now and fits:
                return value
        return now
