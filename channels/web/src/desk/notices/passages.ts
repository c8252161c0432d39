// A notice's text cut into paragraphs, and these where what was read from them begins and ends.

import type { Mark, OutlineClause, Span } from "../wire";

export interface Piece {
  text: string;
  start: number;
  /** What was read from here; empty for plain text. */
  marks: Mark[];
}

export interface Paragraph {
  /** Which line of the text it is. */
  line: number;
  start: number;
  end: number;
  pieces: Piece[];
  /** The clause that begins here. */
  clause: OutlineClause | null;
}

/** Offsets count characters (code points), as everywhere in the API. */
export function paragraphs(text: string, outline: readonly OutlineClause[], marks: readonly Mark[]): Paragraph[] {
  const characters = [...text];
  const clauses = new Map(outline.map((clause) => [clause.start, clause]));
  const found: Paragraph[] = [];
  let start = 0;
  let line = 0;
  for (let at = 0; at <= characters.length; at += 1) {
    if (at < characters.length && characters[at] !== "\n") continue;
    if (at > start) found.push({ line, start, end: at, pieces: cut(characters, [start, at], marks), clause: clauses.get(start) ?? null });
    start = at + 1;
    line += 1;
  }
  return found;
}

function cut(characters: readonly string[], [start, end]: Span, marks: readonly Mark[]): Piece[] {
  const within = marks.filter((mark) => mark.start < end && mark.end > start);
  const edges = new Set([start, end]);
  for (const mark of within) {
    edges.add(Math.max(start, mark.start));
    edges.add(Math.min(end, mark.end));
  }
  const places = [...edges].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1] ?? end;
    return {
      text: characters.slice(from, to).join(""),
      start: from,
      marks: within.filter((mark) => mark.start <= from && mark.end >= to),
    };
  });
}
