import { type TemplateResult, html } from "lit";
import { inWords } from "../../shared/money";

/** A step with its sum, unless its words say that sum already. */
export function step(words: string, yuan: number | undefined): TemplateResult {
  const sum = inWords(yuan);
  return sum && !words.endsWith(sum) && !words.includes(`不超过${sum}`) ? html`${words} = <b>${sum}</b>` : html`${words}`;
}
