import { css } from "lit";

/** Buttons, fields and dialogs, the same in the chat and at the desk. */
export const controls = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 36px;
    padding: 4px 16px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--card);
    color: var(--text);
    font-size: 0.94em;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
  }
  .button:hover { border-color: var(--soft); }
  .button.main { background: var(--button); border-color: var(--button); color: var(--button-text); font-weight: 600; }
  .button.danger { color: var(--warn); }
  .button:disabled { opacity: 1; color: var(--soft); background: var(--raised); border-color: var(--line); }
  input, select, textarea {
    width: 100%;
    min-height: 40px;
    padding: 6px 12px;
    border: 1px solid var(--soft);
    border-radius: 6px;
    background: var(--card);
    color: var(--text);
    font: inherit;
  }
  textarea { line-height: 1.5; resize: vertical; }
  input::placeholder, textarea::placeholder { color: var(--soft); opacity: 1; }
  dialog {
    width: min(440px, calc(100vw - 32px));
    max-height: calc(100dvh - 32px);
    padding: 20px;
    border: 0;
    border-radius: 12px;
    background: var(--card);
    color: var(--text);
    font-size: var(--size);
    overflow: auto;
  }
  dialog::backdrop { background: var(--shade); }
  @media (max-width: 720px) {
    .button { min-height: var(--target); }
    input, select { min-height: var(--target); }
  }
`;
