// The frames of the WebSocket; channels/conversations/frames.py has their other side.

import { type Json, list, object, text, textOrNull, texts, whole } from "./read";

export const VERSION = 1;

export type Role = "user" | "bot" | "staff" | "event";

export interface Message {
  conversation: string;
  seq: number;
  role: Role;
  text: string;
  at: number;
  clientId: string | null;
  author: string | null;
  buttons: { title: string; payload: string }[];
  custom: unknown;
  useful: boolean | null;
}

export interface Handover {
  state: "bot" | "waiting" | "staff";
  position: number | null;
  staff: string | null;
  contact: string;
}

export interface Welcome {
  token: string;
  conversation: string;
  history: Message[];
  more: boolean;
  handover: Handover;
  greeting: string;
  examples: string[];
  privacy: string;
  maxCharacters: number;
}

export type ServerFrame =
  | ({ type: "welcome" } & Welcome)
  | { type: "earlier"; conversation: string; messages: Message[]; more: boolean }
  | { type: "ack"; clientId: string; seq: number; at: number }
  | { type: "refused"; code: string; sentence: string; clientId: string | null; retryAfter: number | null }
  | { type: "typing"; on: boolean }
  | { type: "message"; message: Message }
  | { type: "handover"; handover: Handover }
  | { type: "rated"; seq: number; useful: boolean }
  | { type: "exported"; data: unknown }
  | { type: "erased"; conversations: number }
  | { type: "pong" }
  | { type: "bye"; code: string; sentence: string };

export type ClientFrame =
  | { type: "hello"; token?: string; conversation?: string; after_seq?: number; channel?: "kiosk" }
  | { type: "message"; client_id: string; text: string }
  | { type: "older"; before: number }
  | { type: "rate"; seq: number; useful: boolean; why: string }
  | { type: "restart" | "ask_person" | "cancel_person" | "export" | "erase" | "ping" };

/** A frame of the server; null for one of a kind or version that this program does not know. */
export function readFrame(data: unknown): ServerFrame | null {
  let frame: Json | null = null;
  try {
    frame = typeof data === "string" ? object(JSON.parse(data)) : null;
  } catch {
    return null;
  }
  if (!frame || frame["v"] !== VERSION) return null;
  switch (frame["type"]) {
    case "welcome":
      return { type: "welcome", ...readWelcome(frame) };
    case "earlier":
      return { type: "earlier", conversation: text(frame["conversation"]), messages: readMessages(frame["messages"]), more: frame["more"] === true };
    case "ack":
      return { type: "ack", clientId: text(frame["client_id"]), seq: whole(frame["seq"]) ?? 0, at: readTime(frame["at"]) };
    case "refused":
      return {
        type: "refused",
        code: text(frame["code"]),
        sentence: text(frame["sentence"]),
        clientId: textOrNull(frame["client_id"]),
        retryAfter: typeof frame["retry_after"] === "number" ? frame["retry_after"] : null,
      };
    case "typing":
      return { type: "typing", on: frame["on"] === true };
    case "message": {
      const message = readMessage(frame);
      return message && { type: "message", message };
    }
    case "handover":
      return { type: "handover", handover: readHandover(frame) };
    case "rated":
      return { type: "rated", seq: whole(frame["seq"]) ?? 0, useful: frame["useful"] === true };
    case "exported":
      return { type: "exported", data: frame["data"] };
    case "erased":
      return { type: "erased", conversations: whole(frame["conversations"]) ?? 0 };
    case "pong":
      return { type: "pong" };
    case "bye":
      return { type: "bye", code: text(frame["code"]), sentence: text(frame["sentence"]) };
    default:
      return null;
  }
}

function readWelcome(frame: Json): Welcome {
  return {
    token: text(frame["token"]),
    conversation: text(frame["conversation"]),
    history: readMessages(frame["history"]),
    more: frame["more"] === true,
    handover: readHandover(object(frame["handover"]) ?? {}),
    greeting: text(frame["greeting"]),
    examples: texts(frame["examples"], 12),
    privacy: text(frame["privacy"]),
    maxCharacters: whole(frame["max_characters"]) ?? 1000,
  };
}

function readMessages(value: unknown): Message[] {
  return list(value, 1000).map(readMessage).filter((message) => message !== null);
}

function readMessage(value: unknown): Message | null {
  const frame = object(value);
  const seq = whole(frame?.["seq"]);
  if (!frame || seq === null || !["user", "bot", "staff", "event"].includes(text(frame["role"]))) return null;
  const buttons = [];
  for (const item of list(frame["buttons"], 20)) {
    const button = object(item);
    const title = text(button?.["title"]);
    if (title) buttons.push({ title, payload: textOrNull(button?.["payload"]) ?? title });
  }
  return {
    conversation: text(frame["conversation"]),
    seq,
    role: frame["role"] as Role,
    text: text(frame["text"]),
    at: readTime(frame["at"]),
    clientId: textOrNull(frame["client_id"]),
    author: textOrNull(frame["author"]),
    buttons,
    custom: frame["custom"],
    useful: typeof frame["useful"] === "boolean" ? frame["useful"] : null,
  };
}

function readHandover(frame: Json): Handover {
  const state = frame["state"] === "waiting" || frame["state"] === "staff" ? frame["state"] : "bot";
  return { state, position: whole(frame["position"]), staff: textOrNull(frame["staff"]), contact: text(frame["contact"]) };
}

function readTime(value: unknown): number {
  const at = Date.parse(text(value));
  return Number.isNaN(at) ? Date.now() : at;
}
