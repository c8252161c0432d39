import { css } from "lit";

/** What the details of all kinds of hit share. */
export const detail = css`
  article { display: grid; gap: 14px; padding: 20px; }
  .answer { white-space: pre-wrap; overflow-wrap: anywhere; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; font-size: 0.9em; }
  dt { color: var(--soft); }
  dd { margin: 0; overflow-wrap: anywhere; }
  section { display: grid; gap: 8px; }
  blockquote { max-height: 40vh; overflow-y: auto; }
`;
