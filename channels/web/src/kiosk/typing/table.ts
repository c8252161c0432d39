// The keyboard's pinyin table (made by scripts/pinyin_table.py), fetched when a keyboard is first shown.

import { type Json, list, object, text } from "../../shared/read";
import address from "./table.json?url";

export interface Word {
  text: string;
  syllables: string[];
  /** The lower, the likelier. */
  cost: number;
  /** A word of the field, offered before others. */
  field: boolean;
}

export interface Table {
  words: Word[];
  /** By syllable, the commonest first. */
  characters: Map<string, string[]>;
  /** Characters that often stand alone in questions, the commonest first. */
  asked: string[];
}

const FIELD_COST = 6;
const WORD_COST = 4;
const WORD_OFFSET = 50;

/** Where the table is fetched from. */
export const tableAddress = address;

let loading: Promise<Table> | null = null;

/** The table; fetched once, and again only if that failed. */
export function loadTable(): Promise<Table> {
  loading ??= fetchTable().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function fetchTable(): Promise<Table> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return readTable(await response.json());
}

export function readTable(value: unknown): Table {
  const body: Json = object(value) ?? {};
  const characters = new Map<string, string[]>();
  const usual = new Map<string, string>();
  for (const [syllable, groups] of Object.entries(object(body["characters"]) ?? {})) {
    const [first = "", others = ""] = list(groups, 2).map(text);
    characters.set(syllable, [...first, ...others]);
    for (const character of first) usual.set(character, syllable);
  }
  const words = (name: string, cost: (rank: number) => number): Word[] =>
    text(body[name]).split("\n").flatMap((line, rank) => readWord(line, usual, cost(rank), name === "field"));
  return {
    words: [
      ...words("field", () => FIELD_COST),
      ...words("words", (rank) => WORD_COST + Math.log(WORD_OFFSET + rank)),
    ],
    characters,
    asked: [...text(body["asked"])],
  };
}

function readWord(line: string, usual: ReadonlyMap<string, string>, cost: number, field: boolean): Word[] {
  const [word = "", reading] = line.split("=");
  const syllables = reading ? reading.split(" ") : [...word].map((character) => usual.get(character) ?? "");
  return word && syllables.every(Boolean) ? [{ text: word, syllables, cost, field }] : [];
}
