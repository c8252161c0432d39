"""Reading a notice: from the bytes of its file to text, parts and facts about the document."""

from __future__ import annotations

from policy_kb.ingest.cleaning import clean
from policy_kb.ingest.formats import open_file
from policy_kb.ingest.metadata import read_metadata
from policy_kb.ingest.refusal import UnreadableNotice, called
from policy_kb.ingest.structure import read_structure
from policy_kb.ingest.validity import find_validity
from policy_kb.notice import Notice

__all__ = ["UnreadableNotice", "read_notice"]


def read_notice(raw: bytes, *, filename: str = "") -> Notice:
    """Read a notice from plain text (UTF-8, UTF-16 with mark, GB18030, Big5), a web page, .docx or .pdf.

    The format is told by the content. Raises UnreadableNotice, with a sentence for the sender that says what to do,
    for files that are empty, damaged, encrypted, scanned, of another format, above 20 MB or without Chinese text.
    """
    page = open_file(raw, filename)
    cleaned = clean(page.text, [(removal.rule, removal.edit) for removal in page.removals], page.fields)
    if not cleaned.text:
        raise UnreadableNotice(f"{called(filename)}里只有网页的菜单和按钮，没有文件正文。")
    clauses = read_structure(cleaned.text)
    facts = read_metadata(cleaned.text, clauses, cleaned.fields)
    return Notice(
        raw_text=page.text,
        text=cleaned.text,
        repairs=cleaned.repairs,
        title=facts.title,
        issuers=facts.issuers,
        doc_number=facts.doc_number,
        issued_on=facts.issued_on,
        published_on=facts.published_on,
        validity=find_validity(cleaned.text, clauses, facts.issued_on, facts.published_on),
        clauses=clauses,
        cited_documents=facts.cited_documents,
    )
