// What the inbox gets from the API; channels/inbox/parts.py holds the models.

export type Channel = "web" | "widget" | "kiosk";

export const CHANNELS: Record<Channel, string> = { web: "咨询网页", widget: "嵌入窗口", kiosk: "自助机" };

export interface Line {
  id: string;
  state: "waiting" | "staff";
  mine: boolean;
  asked_at: string;
  taken_at?: string;
  staff?: string;
  last_text: string;
  channel: Channel;
  here: boolean;
}

/** A conversation in which the system failed. */
export interface FailedLine {
  id: string;
  at: string;
  question: string;
  number: string;
  channel: Channel;
  here: boolean;
}

export interface Lines {
  conversations: Line[];
  waiting: number;
  failed: FailedLine[];
}

/** A conversation that was found. */
export interface FoundLine {
  id: string;
  channel: Channel;
  started_at: string;
  last_at: string;
  messages: number;
  question: string;
}

export interface FoundLines {
  conversations: FoundLine[];
  more: boolean;
}

export interface Said {
  seq: number;
  role: "user" | "bot" | "staff" | "note" | "event";
  text: string;
  at: string;
  author?: string;
  custom?: unknown;
  useful?: boolean;
}

export interface Transcript {
  id: string;
  state: "bot" | "waiting" | "staff";
  mine: boolean;
  staff?: string;
  since?: string;
  messages: Said[];
  /** Whether there are older ones. */
  more: boolean;
}

/** A conversation as it was read anew, with the older messages that had been read before. */
export function together(known: Transcript | null, read: Transcript): Transcript {
  const first = read.messages[0]?.seq ?? 0;
  if (known?.id !== read.id || !read.more || !known.messages.some((one) => one.seq >= first)) return read;
  return { ...read, messages: [...known.messages.filter((one) => one.seq < first), ...read.messages], more: known.more };
}

/** With a page of older messages, asked for as those before its first one. */
export function extended(known: Transcript, page: Transcript): Transcript {
  const first = known.messages[0]?.seq ?? 0;
  const older = page.messages.filter((one) => one.seq < first);
  return { ...known, messages: [...older, ...known.messages], more: page.more };
}

export interface Suggestion {
  kind: string;
  id: string;
  name: string;
  reply: { text: string; citation: { document: string; clause: string; in_force: boolean } };
}

export interface Suggestions {
  suggestions: Suggestion[];
  sentence?: string;
}
