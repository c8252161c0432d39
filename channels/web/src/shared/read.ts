// Reading data of unknown shape. Whatever does not fit is left out: nothing that arrives can break a page.

export type Json = Record<string, unknown>;

export function object(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

export function whole(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}

export function list(value: unknown, most = 200): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

export function texts(value: unknown, most = 200): string[] {
  return list(value, most).filter((item): item is string => typeof item === "string" && item !== "");
}
