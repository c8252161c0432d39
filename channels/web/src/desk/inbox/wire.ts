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

export interface Lines {
  conversations: Line[];
  waiting: number;
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
