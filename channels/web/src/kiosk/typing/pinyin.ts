// From typed letters to Chinese: words of the field first, then other words, the likeliest sentence, single characters.

import type { Table, Word } from "./table";

/** What may be meant, and how much of what was typed it stands for. */
export interface Candidate {
  text: string;
  used: number;
}

interface Path {
  cost: number;
  text: string;
  parts: number;
}

const CHARACTER_COST = 9;
/** Of a character that often stands alone in questions; grows with its rank among them. */
const ASKED_COST = 6;
const UNFINISHED_COST = 4;
const LONGEST_SYLLABLE = 6;
const MOST = 90;
const MOST_GUESSES = 12;
const FIRST_CHARACTERS = 5;

export class Pinyin {
  private readonly byKey = new Map<string, Word[]>();
  private readonly byFirst = new Map<string, Word[]>();
  private readonly characters: ReadonlyMap<string, string[]>;
  private readonly asked: ReadonlyMap<string, number>;
  private readonly longestKey: number;

  constructor(table: Table) {
    this.characters = table.characters;
    this.asked = new Map(table.asked.map((character, rank) => [character, rank]));
    let longest = LONGEST_SYLLABLE;
    for (const word of table.words) {
      const key = word.syllables.join("");
      longest = Math.max(longest, key.length);
      push(this.byKey, key, word);
      push(this.byFirst, key.charAt(0), word);
    }
    this.longestKey = longest;
  }

  /** Everything that may be meant, the likeliest first. ``typed`` is letters, with ' where syllables must part. */
  candidates(typed: string): Candidate[] {
    const { letters, breaks } = split(typed);
    if (!letters) return [];
    const whole = typed.length;
    const found = new Map<string, number>();
    const offer = (texts: Iterable<string>, used = whole): void => {
      for (const text of texts) if (!found.has(text)) found.set(text, used);
    };
    const exact = this.exact(letters, 0, letters.length, breaks);
    const short = this.abbreviated(letters, breaks);
    const characters = breaks.size ? [] : this.characters.get(letters) ?? [];
    const sentence = this.sentence(letters, breaks);

    offer(texts(exact.filter((word) => word.field)));
    offer(texts(short.all.filter((word) => word.field)));
    offer(texts(exact));
    if (sentence && sentence.parts > 1 && sentence.end === letters.length) offer([sentence.text]);
    offer(characters.slice(0, FIRST_CHARACTERS));
    offer(texts(short.begun));
    offer(texts(short.all).slice(0, MOST_GUESSES));
    offer(characters);
    if (sentence && sentence.end < letters.length) offer([sentence.text], position(typed, sentence.end));
    for (let end = Math.min(letters.length - 1, this.longestKey); end > 0; end -= 1) {
      const used = position(typed, end);
      offer(texts(this.exact(letters, 0, end, breaks)), used);
      if (!hasBreak(breaks, 0, end)) offer(this.characters.get(letters.slice(0, end)) ?? [], used);
    }
    if (!found.size) offer(this.unfinished(letters));
    return [...found].slice(0, MOST).map(([text, used]) => ({ text, used }));
  }

  private exact(letters: string, from: number, to: number, breaks: ReadonlySet<number>): Word[] {
    const words = this.byKey.get(letters.slice(from, to)) ?? [];
    return hasBreak(breaks, from, to) ? words.filter((word) => parts(word, from, breaks, to)) : words;
  }

  /** Words of which each syllable was begun at least (zscq, zhishicq); ``begun``: words of the field that go on. */
  private abbreviated(letters: string, breaks: ReadonlySet<number>): { all: Word[]; begun: Word[] } {
    const all: Word[] = [];
    const begun: Word[] = [];
    if (letters.length < 2) return { all, begun };
    for (const word of this.byFirst.get(letters.charAt(0)) ?? []) {
      const covered = cover(word.syllables, letters, breaks, 0, 0);
      if (covered === word.syllables.length) all.push(word);
      else if (covered && word.field && begun.length < MOST_GUESSES) begun.push(word);
    }
    return { all: all.sort((one, other) => one.cost - other.cost), begun };
  }

  /** The likeliest reading of as much as can be read. */
  private sentence(letters: string, breaks: ReadonlySet<number>): (Path & { end: number }) | null {
    const best: (Path | undefined)[] = [{ cost: 0, text: "", parts: 0 }];
    const reach = (at: number, path: Path): void => {
      if (path.cost < (best[at]?.cost ?? Infinity)) best[at] = path;
    };
    for (let from = 0; from < letters.length; from += 1) {
      const before = best[from];
      if (!before) continue;
      const step = (to: number, text: string, cost: number): void =>
        reach(to, { cost: before.cost + cost, text: before.text + text, parts: before.parts + 1 });
      for (let to = from + 1; to <= Math.min(letters.length, from + this.longestKey); to += 1) {
        const word = cheapest(this.exact(letters, from, to, breaks));
        if (word) step(to, word.text, word.cost);
        if (hasBreak(breaks, from, to)) continue;
        const [character, cost] = this.likeliest(letters.slice(from, to));
        if (character) step(to, character, cost);
      }
      const rest = letters.length - from;
      if (rest < LONGEST_SYLLABLE && !hasBreak(breaks, from, letters.length)) {
        const guess = this.unfinished(letters.slice(from))[0];
        if (guess) step(letters.length, guess, CHARACTER_COST + UNFINISHED_COST);
      }
    }
    let end = letters.length;
    while (end > 0 && !best[end]) end -= 1;
    const path = best[end];
    return end && path ? { ...path, end } : null;
  }

  private likeliest(syllable: string): [string | undefined, number] {
    const group = this.characters.get(syllable) ?? [];
    let best: string | undefined;
    for (const one of group) {
      if ((this.asked.get(one) ?? Infinity) < (this.asked.get(best ?? "") ?? Infinity)) best = one;
    }
    const rank = best === undefined ? 0 : this.asked.get(best) ?? 0;
    return best === undefined ? [group[0], CHARACTER_COST] : [best, Math.min(CHARACTER_COST, ASKED_COST + Math.log(1 + rank) / 2)];
  }

  /** Characters whose syllable begins so. */
  private unfinished(letters: string): string[] {
    const groups = [...this.characters].filter(([syllable]) => syllable.startsWith(letters)).map(([, group]) => group);
    const longest = Math.max(0, ...groups.map((group) => Math.min(group.length, FIRST_CHARACTERS)));
    const found: string[] = [];
    for (let rank = 0; rank < longest; rank += 1) {
      for (const group of groups) if (group[rank]) found.push(group[rank] ?? "");
    }
    const rank = (character: string): number => this.asked.get(character) ?? this.asked.size;
    return found.sort((one, other) => rank(one) - rank(other));
  }
}

/** How many syllables the letters begin, each at least with its first letter; 0 if they do not fit. */
function cover(syllables: string[], letters: string, breaks: ReadonlySet<number>, at: number, from: number): number {
  if (from === letters.length) return at;
  const syllable = syllables[at];
  if (syllable === undefined) return 0;
  for (let size = Math.min(syllable.length, letters.length - from); size > 0; size -= 1) {
    if (!syllable.startsWith(letters.slice(from, from + size)) || hasBreak(breaks, from, from + size)) continue;
    const covered = cover(syllables, letters, breaks, at + 1, from + size);
    if (covered) return covered;
  }
  return 0;
}

function split(typed: string): { letters: string; breaks: ReadonlySet<number> } {
  let letters = "";
  const breaks = new Set<number>();
  for (const sign of typed.toLowerCase()) {
    if (sign === "'") breaks.add(letters.length);
    else letters += sign;
  }
  return { letters, breaks };
}

/** Where in what was typed so many letters end, with the break after them. */
function position(typed: string, letters: number): number {
  let seen = 0;
  let at = 0;
  while (at < typed.length && (seen < letters || typed.charAt(at) === "'")) {
    if (typed.charAt(at) !== "'") seen += 1;
    at += 1;
  }
  return at;
}

function hasBreak(breaks: ReadonlySet<number>, from: number, to: number): boolean {
  for (const at of breaks) if (at > from && at < to) return true;
  return false;
}

function parts(word: Word, from: number, breaks: ReadonlySet<number>, to: number): boolean {
  const ends = new Set<number>();
  let at = from;
  for (const syllable of word.syllables) ends.add((at += syllable.length));
  return [...breaks].every((one) => one <= from || one >= to || ends.has(one));
}

function cheapest(words: Word[]): Word | undefined {
  return words.reduce<Word | undefined>((best, word) => (best && best.cost <= word.cost ? best : word), undefined);
}

function texts(words: Word[]): string[] {
  return words.map((word) => word.text);
}

function push(groups: Map<string, Word[]>, key: string, word: Word): void {
  const group = groups.get(key);
  if (group) group.push(word);
  else groups.set(key, [word]);
}
