// What teaching gets from the API; channels/teaching/parts.py holds the models.

export interface Named {
  id: string;
  name: string;
}

export interface Group {
  example: string;
  wordings: string[];
  count: number;
  declined: number;
  asked_back: number;
  useless: number;
  whys: string[];
  last_at: string;
  taught: boolean;
  written: boolean;
}

export interface Groups {
  groups: Group[];
  looked_at: number;
}

export interface Example {
  id: number;
  text: string;
  intent: Named;
  topic?: Named;
  who: string;
  at: string;
}

export interface Figures {
  questions: number;
  answers?: number;
  wrong_yuan: number;
  intents?: number;
  taught_right: number;
}

export interface Training {
  id: string;
  who: string;
  state: "training" | "evaluating" | "done" | "failed";
  sentence: string;
  examples: number;
  created_at: string;
  comparison?: { taught: number; before: Figures; after: Figures; won: string[]; lost: string[] };
  usable: boolean;
  in_use: boolean;
}

export interface Teaching {
  intents: Named[];
  topics: Named[];
  examples: Example[];
  trainings: Training[];
  own_model: boolean;
  can_undo: boolean;
}

export type WrittenKind = "answer" | "term";

export interface Tried {
  asked: string;
  given: boolean;
  reply: string;
}

export interface Written {
  id: number;
  kind: WrittenKind;
  asked: string[];
  text: string;
  basis: string;
  version: number;
  who: string;
  at: string;
  changed_by?: string;
  changed_at?: string;
  withdrawn_by?: string;
  withdrawn_at?: string;
  tried: Tried[];
}

export interface WrittenList {
  in_force: Written[];
  withdrawn: Written[];
}
