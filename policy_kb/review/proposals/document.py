"""A proposal for document.yaml: what the notice says of itself, with a quote for each; the rest is left to a reader."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any, get_args

from policy_kb.catalogue.schema import DocumentKind
from policy_kb.extract.document import Extraction
from policy_kb.notice import Clause, Notice
from policy_kb.regions import region_table
from policy_kb.review.proposals.cites import cite, cite_day, clause_of

Json = dict[str, Any]
_MONEY = re.compile(r"\d+(?:\.\d+)?[千百十万亿]*元")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]|[《》]")
_SENTENCE = re.compile(r"[^。；\n]+")


def propose_document(doc_id: str, region: str, extraction: Extraction, names: Collection[str]) -> Json:
    """The entry without ``application``, which follows from the windows and contacts that are approved.

    ``names`` are those that other notices have already.
    """
    notice = extraction.notice
    kind = _kind(notice.title)
    metadata = _metadata(notice)
    region_name = region_table().name(region)
    short = min((*region_table().short_names(region), region_name), key=len)
    plain = "".join(_BRACKETS.sub("", notice.title).split())
    alias = f"{short}{kind if kind != '其他' else '文件'}"
    return {
        "doc_id": doc_id,
        "region": region,
        "region_name": region_name,
        "short_title": plain if plain not in names else f"{plain}（{doc_id}）",
        "aliases": [alias if alias not in names else f"{short}{plain.removeprefix(region_name).removeprefix(short)}"],
        "kind": kind,
        "metadata": metadata,
        "validity": {"statement": _statement(metadata)},
        "authority": None,
        "who_to_ask": _who_to_ask(extraction, metadata),
        "amounts": "yes" if extraction.awards else "none",
        "amounts_statement": "奖补金额见各条。" if extraction.awards else "这份文件没有规定任何奖补金额。",
        "numbers_that_are_not_awards": [] if extraction.awards else list(_other_sums(notice)),
        "support_without_amount": [],
        "general_rules": [],
        "horizon": [],
    }


def _kind(title: str) -> str:
    plain = "".join(_BRACKETS.sub("", title).split())
    found = [kind for kind in get_args(DocumentKind) if kind in plain]
    return max(found, key=plain.rfind) if found else "其他"


def _metadata(notice: Notice) -> Json:
    validity = notice.validity
    inside = clause_of(notice, validity.quote) if validity.quote else None
    stated = {"clause": inside, "quote": validity.quote} if inside else None
    quotes = {
        "title": cite(notice, notice.title, page=True),
        "issuers": _issuers(notice),
        "doc_number": cite(notice, notice.doc_number, page=True) if notice.doc_number else None,
        "issued_on": cite_day(notice, notice.issued_on, page=True) if notice.issued_on else None,
        "published_on": cite_day(notice, notice.published_on, page=True) if notice.published_on else None,
        "effective_on": (stated or cite_day(notice, validity.effective_on)) if validity.effective_on else None,
        "valid_until": (stated or cite_day(notice, validity.until)) if validity.until else None,
    }
    values = {
        "title": notice.title,
        "issuers": list(notice.issuers),
        "doc_number": notice.doc_number,
        "issued_on": _iso(notice.issued_on),
        "published_on": _iso(notice.published_on),
        "effective_on": _iso(validity.effective_on),
        "valid_until": _iso(validity.until),
    }
    # What can't be quoted is not proposed, except for what every entry needs: a reviewer has to find the place.
    kept = {name: value if quotes[name] or name in ("title", "issuers") else None for name, value in values.items()}
    return {**kept, "quotes": {name: found for name, found in quotes.items() if found}}


def _issuers(notice: Notice) -> Json | None:
    if not notice.issuers:
        return None
    first = notice.issuers[0]
    return cite(notice, "".join(notice.issuers)) or cite(notice, first, page=True) or _adopters(notice, first)


def _adopters(notice: Notice, name: str) -> Json | None:
    """洛阳市人民代表大会 stands as 洛阳市第十三届人民代表大会 in the line that tells of the adoption."""
    for size in range(len(name) - 2, 1, -1):
        pattern = re.compile(rf"{re.escape(name[:size])}[^，。；\n]{{1,12}}{re.escape(name[size:])}")
        for clause in notice.clauses:
            if match := pattern.search(clause.text):
                return {"clause": clause.cite_label, "quote": match.group()}
    return None


def _statement(metadata: Json) -> str:
    since, until = _words(metadata["effective_on"]), _words(metadata["valid_until"])
    if since and until:
        return f"文件自{since}起施行，有效期到{until}为止。"
    if since:
        return f"文件自{since}起施行，没有写有效期。"
    if until:
        return f"文件的有效期到{until}为止。"
    return "文件没有写施行日期和有效期。"


def _who_to_ask(extraction: Extraction, metadata: Json) -> Json:
    for contact in extraction.contacts:
        if contact.name:
            return {
                "names": [contact.name],
                "statement": f"可以问{contact.name}，联系方式写在文件里。",
                "clause": contact.clause,
                "quote": contact.quote,
            }
    notice = extraction.notice
    issuers = [one for one in notice.issuers if cite(notice, one)][:1]
    found = cite(notice, issuers[0]) if issuers else None
    if found is None:
        found = metadata["quotes"].get("title") or _opening(notice.clauses)
        return {"names": [], "statement": "文件没有指明由哪个部门解答。", **found}
    # The name as the notice writes it: white space inside would not be found again.
    name = str(found["quote"])
    return {"names": [name], "statement": f"文件没有指明由谁解答，可以问印发单位{name}。", **found}


def _opening(clauses: tuple[Clause, ...]) -> Json:
    return {"clause": clauses[0].cite_label, "quote": clauses[0].text[:40]}


def _other_sums(notice: Notice) -> list[Json]:
    """In a notice without awards, each sum that it names."""
    found: dict[str, Json] = {}
    for clause in notice.clauses:
        for sentence in _SENTENCE.finditer(clause.text):
            for number in _MONEY.findall(sentence.group()):
                quote = sentence.group().strip()
                found.setdefault(
                    number,
                    {
                        "number": number,
                        "meaning": f"{number}不是奖补金额，见原文。",
                        "clause": clause.cite_label,
                        "quote": quote,
                    },
                )
    return list(found.values())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _words(day: str | None) -> str:
    if not day:
        return ""
    found = date.fromisoformat(day)
    return f"{found.year}年{found.month}月{found.day}日"
