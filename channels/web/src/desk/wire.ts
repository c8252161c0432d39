// What the API gives, as far as these pages use it. docs/api.md names the endpoints; channels/desk holds the models.

export type Role = "clerk" | "editor" | "admin";

export interface SignedIn {
  name: string;
  display_name: string;
  role: Role;
  role_name: string;
  csrf: string;
}

export interface SessionState {
  user?: SignedIn;
  notice?: string;
}

export interface Done {
  sentence: string;
}

export interface Region {
  code: string;
  name: string;
}

export interface NoticePart {
  doc_id: string;
  title: string;
  short_title: string;
  kind?: string;
  region?: Region;
  issued_on?: string;
  valid_until?: string;
  in_force: boolean;
}

/** [start, end] in characters (code points). */
export type Span = readonly [number, number];

export interface Citation {
  document: string;
  doc_id: string;
  clause: string;
  quote: string;
  issued_on?: string;
  valid_until?: string;
  in_force: boolean;
  issuers?: string[];
  reviewed?: false;
}

export interface Units {
  lead?: string[];
  responsible?: string[];
}

export type HitKind = "award" | "station" | "target" | "term" | "clause";

export interface Hit {
  kind: HitKind;
  id: string;
  name: string;
  notice: NoticePart;
  clause: string;
  path?: string[];
  snippet: { text: string; start: number; marks: Span[] };
  copy_text: { text: string; citation: Citation };
}

export interface PastHit {
  kind: "past";
  id: string;
  name: string;
  at: string;
  answered_by: "staff" | "assistant";
  author?: string;
  region?: Region;
  snippet: { text: string; start: number; marks: Span[] };
  copy_text: { text: string; citation?: Citation };
  still_good: boolean;
}

export interface FacetValue {
  value: string;
  label: string;
  count: number;
}

export type FacetName = "region" | "kind" | "in_force" | "unit" | "answered_by";

export type Facets = { of: number } & Record<FacetName, FacetValue[]>;

export interface SearchAnswer {
  searched: string;
  as_of: string;
  completions: { text: string; kind: string }[];
  meant?: string;
  awards: Hit[];
  stations: Hit[];
  targets: Hit[];
  terms: Hit[];
  clauses: Hit[];
  past: Omit<PastHit, "kind">[];
  facets: Facets;
}

export interface NoticeLine extends NoticePart {
  status: string;
  ended_on?: string;
  successor?: string;
  reviewed: boolean;
  imported: boolean;
  drafts: number;
}

export interface OutlineClause {
  clause: string;
  label: string;
  heading: string;
  kind: string;
  path: string[];
  start: number;
  end: number;
}

export type DraftKind =
  | "document"
  | "award"
  | "institution"
  | "target"
  | "window"
  | "contact"
  | "materials"
  | "steps"
  | "units"
  | "stacking";

export interface Mark {
  source: "entry" | "draft";
  kind: DraftKind;
  id: string;
  name: string;
  clause: string;
  start: number;
  end: number;
  draft?: number;
}

export interface NoticeText extends NoticeLine {
  issuers: string[];
  doc_number?: string;
  effective_on?: string;
  source_name: string;
  text: string;
  outline: OutlineClause[];
  marks: Mark[];
  replaces: string[];
}

export interface Original {
  source_name: string;
  text: string;
  repairs: { rule: string; start: number; before: string; after: string }[];
}

export interface Words {
  change: "same" | "added" | "removed";
  text: string;
}

export interface Difference {
  old: string;
  new: string;
  added: { clause: string; text: string }[];
  removed: { clause: string; text: string }[];
  changed: { old: string; new: string; words: Words[] }[];
  awards_added: string[];
  awards_removed: string[];
  awards_changed: { name: string; fields: { place: string; old: string; new: string }[] }[];
  drafts_added: string[];
  drafts_removed: string[];
}

export interface Draft {
  id: number;
  doc_id: string;
  kind: DraftKind;
  kind_name: string;
  status: "draft" | "approved" | "rejected";
  clause: string;
  quote: string;
  entry: string;
  who?: string;
  decided_at?: string;
  note?: string;
}

export interface Template {
  kind: DraftKind;
  kind_name: string;
  entry: string;
}

export interface DraftsPage {
  drafts: Draft[];
  next?: number;
  waiting: number;
}

export interface Decided {
  sentence: string;
  entry?: string;
}

export interface ImportJob {
  id: string;
  who: string;
  file_name: string;
  size: number;
  state: "queued" | "reading" | "storing" | "done" | "known" | "failed";
  progress: number;
  sentence: string;
  doc_id?: string;
  clauses?: number;
  drafts?: Record<string, number>;
  created_at: string;
}

/** A field of a form in JSON Schema, with the extensions that docs/awards describe. */
export interface Field {
  type: "string" | "boolean" | "integer" | "number";
  title: string;
  "x-question"?: string;
  "x-hint"?: string;
  "x-unit"?: string;
  "x-awards"?: number;
  oneOf?: { const: string | number; title: string }[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

export interface AwardsForm {
  properties: { region: Field; as_of: Field; facts: { properties: Record<string, Field> } };
}

export interface Award {
  award: string;
  name: string;
  notice: NoticePart;
  clause: string;
  pays: string;
}

export type Verdict = "yes" | "no" | "unknown" | "person" | "not_in_force";

export interface Amount {
  yuan?: number;
  min?: number;
  max?: number;
  basis: "exact" | "at_most" | "range";
}

export interface Condition {
  text: string;
  state: "met" | "not_met" | "unknown" | "person";
  reason: string;
  quote: string;
}

export interface Evaluated {
  award: string;
  name: string;
  as_of: string;
  notice: NoticePart;
  clause: string;
  verdict: Verdict;
  sentence: string;
  amount?: Amount;
  least: number;
  most?: number;
  trace: { step: string; yuan?: number; cite: number }[];
  conditions: Condition[];
  fields: { fact: string; field: Field; known?: { label: string; text: string }; used: boolean }[];
  notes: string[];
  citations: Citation[];
  units?: Units;
}

export interface Claim {
  award: string;
  name: string;
  document: string;
  doc_id: string;
  clause: string;
  quote: string;
  verdict: Verdict;
  standing: "counts" | "displaced" | "open";
  because: string;
  text: string;
  trace: { step: string; yuan?: number }[];
  conditions: Condition[];
  units?: Units;
}

export interface Claims {
  as_of: string;
  claims: Claim[];
  totals: { doc_id: string; yuan: number; once: number; yearly: number; remark: string; limits?: { text: string }[] }[];
  missing: { fact: string; question: string; label: string }[];
  text: string;
}

export interface Slip {
  title: string;
  made_at: string;
  as_of: string;
  region?: Region;
  told: { label: string; text: string }[];
  lines: {
    name: string;
    outcome: string;
    money: string;
    steps: string[];
    open_points: string[];
    basis: string;
    units?: Units;
  }[];
  totals: string[];
  remarks: string[];
  contact: string;
}
