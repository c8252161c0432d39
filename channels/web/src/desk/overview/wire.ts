// What the overview gets from the API; channels/overview/parts.py holds the models.

export interface Counts {
  conversations: number;
  questions: number;
  answers: number;
  declined: number;
  asked_back: number;
  handovers: number;
  taken: number;
  useful: number;
  useless: number;
  ms_p50?: number;
  ms_p95?: number;
  waited_p50?: number;
}

export interface Day extends Counts {
  day: string;
  channel: string;
}

export interface Share {
  id: string;
  name: string;
  count: number;
}

export interface Overview {
  since: string;
  until: string;
  totals: Counts;
  days: Day[];
  kinds: Share[];
  intents: Share[];
  topics: Share[];
  regions: Share[];
  channels: Share[];
}
