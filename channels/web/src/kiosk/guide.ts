// The guide: topics, awards and stations as the server last told them.

import { type Json, list, object, text, textOrNull, texts, whole } from "../shared/read";

export interface Notice {
  docId: string;
  title: string;
  region: string;
  issuers: string[];
  issuedOn: string | null;
  until: string | null;
  inForce: boolean;
  underReview: boolean;
}

export interface Clause {
  docId: string;
  label: string;
  text: string;
  offices: string[];
}

export interface Award {
  name: string;
  region: string;
  who: string;
  amount: string;
  clause: Clause;
}

export interface Station {
  name: string;
  region: string;
  does: string[];
  standing: string;
  says: string;
  clause: Clause;
}

export interface Topic {
  id: string;
  name: string;
  regions: string[];
  clauses: Clause[];
  awards: Award[];
  stations: Station[];
}

export interface Guide {
  madeAt: number;
  notices: Map<string, Notice>;
  awards: Award[];
  stations: Station[];
  topics: Topic[];
}

const PATH = "/api/v1/kiosk/guide";
const MOST = 5_000;

/** The guide; without a network the one that was kept, which says when it was made. Throws where there is none. */
export async function fetchGuide(): Promise<Guide> {
  const response = await fetch(PATH);
  if (!response.ok) throw new Error(`${response.status}`);
  const guide = readGuide(await response.json());
  if (!guide.topics.length) throw new Error("no topics");
  return guide;
}

export function readGuide(value: unknown): Guide {
  const body = object(value) ?? {};
  const clauses = objects(body["clauses"]).map(readClause);
  const at = <Thing>(things: Thing[], place: unknown): Thing[] => {
    const found = things[whole(place) ?? -1];
    return found === undefined ? [] : [found];
  };
  const awards = objects(body["awards"]).flatMap((one) =>
    at(clauses, one["clause"]).map((clause) => ({
      name: text(one["name"]), region: text(one["region"]), who: text(one["who"]), amount: text(one["amount"]), clause,
    })),
  );
  const stations = objects(body["stations"]).flatMap((one) =>
    at(clauses, one["clause"]).map((clause) => ({
      name: text(one["name"]), region: text(one["region"]), does: texts(one["does"]), standing: text(one["standing"]),
      says: text(one["says"]), clause,
    })),
  );
  return {
    madeAt: Date.parse(text(body["made_at"])) || 0,
    notices: new Map(Object.values(object(body["notices"]) ?? {}).flatMap((one) => {
      const notice = readNotice(object(one) ?? {});
      return notice.docId ? [[notice.docId, notice] as const] : [];
    })),
    awards,
    stations,
    topics: objects(body["topics"]).map((one) => ({
      id: text(one["id"]),
      name: text(one["name"]),
      regions: texts(one["regions"]),
      clauses: list(one["clauses"], MOST).flatMap((place) => at(clauses, place)),
      awards: list(one["awards"], MOST).flatMap((place) => at(awards, place)),
      stations: list(one["stations"], MOST).flatMap((place) => at(stations, place)),
    })),
  };
}

function objects(value: unknown): Json[] {
  return list(value, MOST).map(object).filter((one) => one !== null);
}

function readClause(one: Json): Clause {
  return { docId: text(one["doc_id"]), label: text(one["label"]), text: text(one["text"]), offices: texts(one["offices"]) };
}

function readNotice(one: Json): Notice {
  return {
    docId: text(one["doc_id"]),
    title: text(one["title"]),
    region: text(one["region"]),
    issuers: texts(one["issuers"]),
    issuedOn: textOrNull(one["issued_on"]),
    until: textOrNull(one["until"]),
    inForce: one["in_force"] !== false,
    underReview: one["under_review"] === true,
  };
}
