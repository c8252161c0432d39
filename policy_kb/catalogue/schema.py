"""What the reviewed files of the catalogue may say, one model for each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
DocId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$")]
RegionCode = Annotated[str, Field(pattern=r"^\d{6}$", description="GB/T 2260")]

DocumentKind = Literal[
    "措施", "方案", "意见", "办法", "细则", "条例", "规定", "通知", "公告", "指南", "规划", "计划", "政策", "其他"
]
MetadataField = Literal["title", "issuers", "doc_number", "issued_on", "published_on", "effective_on", "valid_until"]
InstitutionRole = Literal[
    "dispute_mediation",
    "arbitration",
    "enforcement_aid",
    "overseas",
    "trading",
    "pledge_finance",
    "one_stop",
    "public_service",
    "pre_examination",
    "training",
    "trademark",
]
InstitutionStatus = Literal["existing", "planned", "supported"]
Comparison = Literal["ge", "reach", "full"]
TargetPeriod = Literal["per_year", "cumulative", "by"]
TermKind = Literal["defined", "described", "named_only"]

ROLE_NAMES: dict[InstitutionRole, str] = {
    "dispute_mediation": "纠纷调解",
    "arbitration": "仲裁",
    "enforcement_aid": "维权援助",
    "overseas": "海外纠纷应对",
    "trading": "运营交易",
    "pledge_finance": "质押融资",
    "one_stop": "一站式服务",
    "public_service": "公共服务",
    "pre_examination": "专利预审",
    "training": "培训",
    "trademark": "商标品牌服务",
}
STATUS_NAMES: dict[InstitutionStatus, str] = {
    "existing": "文件依托的现有机构",
    "planned": "文件提出要建设",
    "supported": "文件支持、鼓励建设或发挥作用",
}


class Entry(BaseModel):
    """Base of every reviewed entry: unknown keys are refused, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cite(Entry):
    """A clause of the entry's own document and verbatim words from it."""

    clause: Text
    quote: Text


class DocumentCite(Entry):
    """A clause of a named document and verbatim words from it."""

    doc: DocId
    clause: Text
    quote: Text


class Metadata(Entry):
    """What the notice says of itself. ``valid_until`` is the last day in force; ``period_until`` the last day of the
    work period a plan sets itself. Null means that the notice does not say. Each stated field has its quote."""

    title: Text
    issuers: tuple[Text, ...] = Field(min_length=1)
    doc_number: Text | None
    issued_on: date | None
    published_on: date | None
    effective_on: date | None
    valid_until: date | None
    quotes: dict[MetadataField, Cite]

    @model_validator(mode="after")
    def _quotes_match_fields(self) -> Self:
        stated = {name for name in get_args(MetadataField) if getattr(self, name) is not None}
        if missing := stated - set(self.quotes):
            raise ValueError(f"缺少引文：{'、'.join(sorted(missing))}")
        if surplus := set(self.quotes) - stated:
            raise ValueError(f"没有值的项目不要写引文：{'、'.join(sorted(surplus))}")
        if self.issued_on and self.valid_until and self.valid_until < self.issued_on:
            raise ValueError("valid_until 早于 issued_on")
        return self


class Validity(Entry):
    """How long the notice counts, in one sentence for the user. ``superseded_in_practice`` is set where the work period
    of a plan has ended without a repeal."""

    statement: Text
    period_until: date | None = None
    period: Cite | None = None
    superseded_in_practice: Text | None = None

    @model_validator(mode="after")
    def _period_is_cited(self) -> Self:
        if (self.period_until is None) != (self.period is None):
            raise ValueError("period_until 和 period 要一起写")
        if self.superseded_in_practice and self.period_until is None:
            raise ValueError("写了 superseded_in_practice，就要写 period_until")
        return self


class Authority(Entry):
    """The body that the notice charges with carrying it out as a whole."""

    name: Text
    statement: Text
    clause: Text
    quote: Text


class WhoToAsk(Entry):
    """Where a question that the notice leaves open can be taken, as far as the notice itself shows."""

    names: tuple[Text, ...]
    statement: Text
    clause: Text
    quote: Text


class NotAnAward(Entry):
    """A figure that looks like money or like a quantity and is neither an award nor a condition of one."""

    number: Text
    aliases: tuple[Text, ...] = ()
    meaning: Text
    clause: Text
    quote: Text


class ApplicationFacts(Entry):
    """Which practical details of applying the notice names; null is a reviewed "it does not say"."""

    form: Cite | None
    materials: Cite | None
    window: Cite | None
    deadline: Cite | None
    phone: Cite | None
    address: Cite | None
    statement: Text


class Support(Entry):
    """A promise of money or preference without an amount."""

    topic: Identifier
    clause: Text
    quote: Text
    summary: Text


class GeneralRule(Entry):
    """A rule for all awards of the notice, such as stacking or who pays."""

    id: Identifier
    name: Text
    statement: Text
    clause: Text
    quote: Text


class Horizon(Entry):
    """A time span or stage that a plan sets itself; ``until`` is null where it names no calendar date."""

    name: Text
    until: date | None
    statement: Text
    clause: Text
    quote: Text


class Document(Entry):
    """document.yaml: everything reviewed about a notice as a whole."""

    doc_id: DocId
    region: RegionCode
    region_name: Text
    short_title: Text
    aliases: tuple[Text, ...] = Field(min_length=1)
    kind: DocumentKind
    metadata: Metadata
    validity: Validity
    authority: Authority | None
    who_to_ask: WhoToAsk
    amounts: Literal["none", "yes"]
    amounts_statement: Text
    numbers_that_are_not_awards: tuple[NotAnAward, ...]
    application: ApplicationFacts
    support_without_amount: tuple[Support, ...]
    general_rules: tuple[GeneralRule, ...]
    horizon: tuple[Horizon, ...]


class Institution(Entry):
    """A body, platform, station or channel that a caller could be sent to, and what the notice says of it."""

    id: Identifier
    name: Text
    aliases: tuple[Text, ...]
    roles: tuple[InstitutionRole, ...] = Field(min_length=1)
    status: InstitutionStatus
    region: RegionCode
    clause: Text
    quote: Text
    says: Text
    also: tuple[Cite, ...] = ()


class InstitutionFile(Entry):
    """institutions.yaml."""

    institutions: tuple[Institution, ...]


class Deadline(Entry):
    """Until when a target is to be met."""

    by: date
    clause: Text
    quote: Text


class Target(Entry):
    """A planned figure. ``value`` counts ``unit``; ``full`` means complete coverage (100 %)."""

    id: Identifier
    name: Text
    aliases: tuple[Text, ...]
    value: Decimal
    unit: Text
    comparison: Comparison
    period: TargetPeriod
    clause: Text
    quote: Text
    deadline: Deadline

    @property
    def by(self) -> date:
        return self.deadline.by

    @property
    def deadline_quote(self) -> str:
        return self.deadline.quote


class TargetFile(Entry):
    """targets.yaml; ``end_of_plan`` is the deadline that its targets share."""

    end_of_plan: Deadline
    targets: tuple[Target, ...] = Field(min_length=1)


class Topic(Entry):
    """A subject that holds across regions. ``patterns`` are words that show a clause of any notice to deal with it;
    ``clauses`` are the reviewed places in the notices of the catalogue, the most telling first; ``of_place``: beside
    the name of a region it only says where (四川园区)."""

    id: Identifier
    name: Text
    aliases: tuple[Text, ...] = Field(min_length=1)
    patterns: tuple[Text, ...] = Field(min_length=1)
    broader: Identifier | None = None
    of_place: bool = False
    clauses: dict[DocId, tuple[Text, ...]] = Field(default_factory=dict)

    def matches(self, text: str) -> bool:
        """Whether a clause's text shows the topic."""
        folded = text.casefold()
        return any(pattern.casefold() in folded for pattern in self.patterns)


class TopicFile(Entry):
    """topics.yaml."""

    topics: tuple[Topic, ...] = Field(min_length=1)


class Term(Entry):
    """A word people ask about. ``defined``: a notice says what it is; ``described``: a notice says what it is for or
    what belongs to it; ``named_only``: the notices use it without explaining it, and ``text`` says so."""

    term: Text
    aliases: tuple[Text, ...]
    kind: TermKind
    text: Text
    citations: tuple[DocumentCite, ...] = Field(min_length=1)


class GlossaryFile(Entry):
    """glossary.yaml."""

    terms: tuple[Term, ...] = Field(min_length=1)
