import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Client } from "./api";
import { type Route, read } from "./route";
import type { SignedIn } from "./wire";

/** What the shell gives to every view. */
export interface Desk {
  readonly api: Client;
  readonly user: SignedIn;
  /** A short sentence at the bottom, read out as well. */
  say(sentence: string): void;
  /** Goes to an address within the desk; with `replace` without a step in the browser's history. */
  go(address: string, replace?: boolean): void;
}

/** A view of the desk. One element serves its path as long as somebody is signed in, and keeps its state meanwhile. */
export class DeskView extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) route: Route = read("");

  /** Where to begin when somebody has come here; false leaves it to the shell. */
  begin(): boolean {
    return false;
  }
}
