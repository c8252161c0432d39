"""The 14 measures of the Zhangzhou notice as plain formulas, from its wording alone: never with the award engine.

Tests compare the engine, and whatever the assistant says, with what is computed here. A profile holds every fact that
a measure asks for; the outcome is the verdict and the sum in yuan (the most that is possible where the notice says
"at most").
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Profile = dict[str, Any]
Outcome = tuple[str, int | Decimal | None]

KINDS = (
    "enterprise", "university", "research_institute", "service_institution", "operation_institution", "bank",
    "organization", "other_business", "individual", "other",
)  # fmt: skip
BUSINESSES = {"operation_institution", "other_business"}  # may be enterprises: the notice doesn't say


def by_kind(kind: str, named: set[str], open_question: set[str], amount: int) -> Outcome:
    return ("yes", amount) if kind in named else ("person", amount) if kind in open_question else ("no", None)


def introduced(p: Profile) -> Outcome:
    """（一）: introduced, 40 or more new invention patents, high-value ones at least a third of them: 500,000 once."""
    qualified = p["newly_introduced"] and p["new_invention_patents"] >= 40
    qualified = qualified and 3 * p["high_value_patents"] >= p["new_invention_patents"]
    return by_kind(p["applicant_type"], {"enterprise"}, BUSINESSES, 500000) if qualified else ("no", None)


def university(p: Profile) -> Outcome:
    """（三）: first certification, a university 100,000."""
    return ("yes", 100000) if p["applicant_type"] == "university" and p["first_certification"] else ("no", None)


def institute(p: Profile) -> Outcome:
    """（三）: first certification, a research institute 50,000."""
    return ("yes", 50000) if p["applicant_type"] == "research_institute" and p["first_certification"] else ("no", None)


def iso(p: Profile) -> Outcome:
    """（六）: levels one to five."""
    amount = {1: 80000, 2: 120000, 3: 180000, 4: 240000, 5: 380000}[p["iso56005_level"]]
    return by_kind(p["applicant_type"], {"enterprise"}, BUSINESSES, amount)


def transfer(p: Profile) -> Outcome:
    """（七）: 6 patents 30,000, each more 5,000, at most 300,000 a year."""
    n = p["transferred_patents"]
    if p["applicant_type"] not in {"university", "research_institute"} or n < 6:
        return "no", None
    return "yes", min(300000, 30000 + (n - 6) * 5000)


def product_award(p: Profile) -> Outcome:
    """（九）: 5,000 each, at most 100,000 per enterprise and year."""
    n = p["intensive_products"]
    return by_kind(p["applicant_type"], {"enterprise"}, BUSINESSES, min(100000, n * 5000)) if n else ("no", None)


def pledge(p: Profile) -> Outcome:
    """（十）: the fund bears 8 of 10 parts of an eligible loss; whether it is eligible is for the office."""
    part = p["loan_principal_loss"] * 8 / 10
    return "person", part.quantize(Decimal("0.01"), ROUND_HALF_UP)


def domestic(p: Profile) -> Outcome:
    """（十二）: an invention patent of the 9+5 industries, won at home: at most 200,000."""
    if not (p["in_9_plus_5_industry"] and p["domestic_case_won"]):
        return "no", None
    return by_kind(p["applicant_type"], {"enterprise"}, set(KINDS), 200000)


def overseas(p: Profile) -> Outcome:
    """（十二）: an enterprise that won abroad: at most 200,000."""
    if not p["overseas_case_won"]:
        return "no", None
    return by_kind(p["applicant_type"], {"enterprise"}, BUSINESSES, 200000)


def public_service(p: Profile) -> Outcome:
    """（十三）: 5 enterprises, 50 transfers and licences, 50 filings, free of charge: 150,000 a year."""
    enough = p["served_enterprises"] > 4 and p["licensed_patents"] > 49 and p["filed_products"] > 49
    if not (enough and p["free_of_charge"]):
        return "no", None
    return by_kind(p["applicant_type"], {"service_institution"}, {"operation_institution"}, 150000)


def operation(p: Profile) -> Outcome:
    """（十四）: at most 2,000,000 a year; what counts as such services is for the office."""
    return (
        ("person", 2000000) if p["applicant_type"] in {"operation_institution", "service_institution"} else ("no", None)
    )


def group_standard(p: Profile) -> Outcome:
    """（十五）: its group standard guided 15 or more: 150,000 once."""
    if p["guided_entities"] < 15:
        return "no", None
    return by_kind(p["applicant_type"], {"organization"}, set(KINDS) - {"individual"}, 150000)


def local_standard(p: Profile) -> Outcome:
    """（十五）: 50,000 per local standard to a drafting unit ranking first or second."""
    n = p["drafted_standards"]
    return ("yes", n * 50000) if n and p["drafting_rank"] in (1, 2) else ("no", None)


def research_centre(p: Profile) -> Outcome:
    """（十七）: a research centre of a university or institute, 300,000 a year; what it provides is for the office."""
    has = p["has_ip_research_centre"] and p["applicant_type"] in {"university", "research_institute"}
    return ("person", 300000) if has else ("no", None)


MEASURES: dict[str, Callable[[Profile], Outcome]] = {
    "introduced-enterprise": introduced,
    "university-certification": university,
    "institute-certification": institute,
    "iso56005": iso,
    "patent-transfer": transfer,
    "patent-intensive-product": product_award,
    "pledge-risk-sharing": pledge,
    "domestic-enforcement-win": domestic,
    "overseas-enforcement-win": overseas,
    "public-service-institution": public_service,
    "operation-institution": operation,
    "group-standard": group_standard,
    "local-standard": local_standard,
    "ip-research-centre": research_centre,
}
AT_MOST = {"domestic-enforcement-win", "overseas-enforcement-win", "operation-institution"}

CAPS = {"patent-transfer": 300000, "patent-intensive-product": 100000}
