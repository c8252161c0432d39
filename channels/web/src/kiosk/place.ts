/** Where in the kiosk a visitor is. Kept in memory only: the browser's own history gets no entry. */
export type Place =
  | { name: "start" }
  | { name: "topics" }
  | { name: "topic"; id: string }
  | { name: "awards"; region: string }
  | { name: "stations"; region: string }
  | { name: "chat" };

/** What pages can do. */
export interface Steps {
  go(place: Place): void;
  /** Open the conversation and say this. */
  ask(question: string): void;
}
