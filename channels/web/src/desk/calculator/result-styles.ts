import { css } from "lit";

export const results = css`
  article { display: grid; gap: 14px; }
  section { display: grid; gap: 6px; }
  .figure { font-size: 2em; line-height: 1.3; font-weight: 600; color: var(--good); }
  .figure.doubt { color: var(--doubt); }
  .figure.warn { color: var(--warn); }
  .ask { display: grid; gap: 2px; }
  .ask .link { text-align: left; }
  .conditions { display: grid; gap: 6px; }
  .conditions li { display: grid; grid-template-columns: 6.5em 1fr; gap: 8px; align-items: baseline; }
  .state { font-size: 0.88em; color: var(--doubt); }
  .met .state { color: var(--good); }
  .not_met .state { color: var(--warn); }
`;
