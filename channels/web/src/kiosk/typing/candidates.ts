// Cutting a row of candidates into pages that fit its width.

import type { Candidate } from "./pinyin";

/** Room around a candidate's words, in characters. */
const ROOM = 1.7;

/** Pages of candidates; ``width`` is how many characters fit into the row. */
export function pages(candidates: Candidate[], width: number): Candidate[][] {
  const found: Candidate[][] = [];
  let left = 0;
  for (const candidate of candidates) {
    const needed = candidate.text.length + ROOM;
    const page = found.at(-1);
    if (!page || needed > left) {
      found.push([candidate]);
      left = width - needed;
    } else {
      page.push(candidate);
      left -= needed;
    }
  }
  return found;
}
