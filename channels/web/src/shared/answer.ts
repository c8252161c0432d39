// The structured part of an answer (ipdesk.answer/1), read from data that need not be what it says it is.

import { type Sum, inWords, money } from "./money";
import { list, object, text, textOrNull, texts, whole } from "./read";

export type Verdict = "yes" | "no" | "unknown" | "not_in_force";

export interface Citation {
  document: string;
  docId: string;
  clause: string;
  quote: string;
  issuers: string[];
  issuedOn: string | null;
  validUntil: string | null;
  inForce: boolean;
  reviewed: boolean;
}

export interface Step {
  step: string;
  sum: string;
  clause: string;
}

export interface Figure {
  label: string;
  sums: Sum[];
}

export interface Table {
  columns: string[];
  rows: string[][];
}

export interface Answer {
  kind: string;
  verdict: Verdict | null;
  figure: Figure | null;
  steps: Step[];
  citations: Citation[];
  lead: string[];
  responsible: string[];
  table: Table | null;
  /** Whether it holds words of the help desk's staff, which are no notice's. */
  written: boolean;
}

const VERDICTS = ["yes", "no", "unknown", "not_in_force"];
const BASES: Record<string, string> = { exact: "金额", at_most: "最高不超过", range: "金额范围" };
/** In other answers yes and no are about something else, which the text says. */
const ABOUT_CONDITIONS = ["award", "calculation", "eligibility"];

/** The structured part, or null if it is none that this program knows. */
export function readAnswer(value: unknown): Answer | null {
  const body = object(value);
  if (!body || body["schema"] !== "ipdesk.answer/1") return null;
  const kind = text(body["kind"]);
  const citations = readCitations(body["citations"]);
  const verdict = readVerdict(body["verdict"], kind);
  const units = object(body["units"]);
  return {
    kind,
    verdict,
    figure: verdict === "no" ? null : readFigure(body["amount"], verdict),
    steps: readSteps(body["trace"], citations),
    citations: unique(citations),
    lead: texts(units?.["lead"]),
    responsible: texts(units?.["responsible"]),
    table: readTable(body["table"]),
    written: object(body["written"]) !== null,
  };
}

function readVerdict(value: unknown, kind: string): Verdict | null {
  if (!VERDICTS.includes(text(value))) return null;
  return value === "not_in_force" || ABOUT_CONDITIONS.includes(kind) ? (value as Verdict) : null;
}

function readFigure(value: unknown, verdict: Verdict | null): Figure | null {
  const amount = object(value);
  if (!amount) return null;
  const label = verdict === "not_in_force" ? "文件有效期内的标准" : BASES[text(amount["basis"])] ?? "金额";
  const low = money(amount["min"]);
  const high = money(amount["max"]);
  if (amount["basis"] === "range" && low && high) return { label, sums: [low, high] };
  const sum = money(amount["yuan"] ?? amount["max"]);
  return sum ? { label, sums: [sum] } : null;
}

function readSteps(value: unknown, citations: Citation[]): Step[] {
  const steps: Step[] = [];
  for (const item of list(value, 50)) {
    const step = object(item);
    if (!step || !textOrNull(step["step"])) continue;
    const cite = whole(step["cite"]);
    const clause = cite === null ? "" : citations[cite]?.clause ?? "";
    steps.push({ step: text(step["step"]), sum: inWords(step["yuan"] ?? ""), clause });
  }
  return steps;
}

function readCitations(value: unknown): Citation[] {
  const citations: Citation[] = [];
  for (const item of list(value, 100)) {
    const citation = object(item);
    if (!citation) continue;
    citations.push({
      document: text(citation["document"]),
      docId: text(citation["doc_id"]),
      clause: text(citation["clause"]),
      quote: text(citation["quote"]),
      issuers: texts(citation["issuers"], 20),
      issuedOn: textOrNull(citation["issued_on"]),
      validUntil: textOrNull(citation["valid_until"]),
      inForce: citation["in_force"] !== false,
      reviewed: citation["reviewed"] !== false,
    });
  }
  return citations;
}

/** One citation of each clause, with all that is quoted of it. */
function unique(citations: Citation[]): Citation[] {
  const found = new Map<string, Citation>();
  for (const citation of citations) {
    if (!citation.document) continue;
    const key = JSON.stringify([citation.docId, citation.document, citation.clause]);
    const before = found.get(key);
    if (!before) found.set(key, { ...citation });
    else if (citation.quote.includes(before.quote)) before.quote = citation.quote;
    else if (!before.quote.includes(citation.quote)) before.quote += `\n${citation.quote}`;
  }
  return [...found.values()];
}

function readTable(value: unknown): Table | null {
  const table = object(value);
  const columns = texts(table?.["columns"], 20);
  if (!table || !columns.length) return null;
  const rows = list(table["rows"]).map((row) => list(row, columns.length).map(text));
  return { columns, rows };
}
