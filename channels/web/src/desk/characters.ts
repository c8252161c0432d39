// The API counts characters (code points), JavaScript counts UTF-16 units.

import type { Span } from "./wire";

export interface Run {
  text: string;
  marked: boolean;
}

/** A text cut where marks begin and end; marks that overlap become one. */
export function runs(text: string, marks: readonly Span[]): Run[] {
  const characters = [...text];
  const found: Run[] = [];
  let at = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(at, Math.min(start, characters.length));
    const to = Math.min(end, characters.length);
    if (to <= from) continue;
    if (from > at) found.push({ text: characters.slice(at, from).join(""), marked: false });
    found.push({ text: characters.slice(from, to).join(""), marked: true });
    at = to;
  }
  if (at < characters.length) found.push({ text: characters.slice(at).join(""), marked: false });
  return found;
}
