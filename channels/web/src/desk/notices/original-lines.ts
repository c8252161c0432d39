import type { Run } from "../characters";
import { runs } from "../characters";
import type { Original, Span } from "../wire";

/** Repairs of script and punctuation alone are everywhere in an old notice: shown, they would hide the others. */
const COMMON = new Set(["simplified characters", "half-width marks", "half-width brackets", "blanks at line ends"]);

/** The lines of the original, with what cleaning changed beyond script and punctuation marked. */
export function originalLines(original: Original): Run[][] {
  const spans = original.repairs
    .filter((repair) => !COMMON.has(repair.rule))
    .map((repair): Span => [repair.start, repair.start + [...repair.before].length]);
  const lines: Run[][] = [[]];
  for (const run of runs(original.text, spans)) {
    for (const [index, text] of run.text.split("\n").entries()) {
      if (index) lines.push([]);
      if (text) lines.at(-1)?.push({ text, marked: run.marked });
    }
  }
  return lines;
}
