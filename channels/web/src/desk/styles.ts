import { css } from "lit";
import { controls as shared } from "../shared/controls";

/** Colours of the desk alone, beside those of the shared theme. */
export const palette = css`
  :host {
    --mark: #ffec99;
    --mark-text: #1a1a1a;
    --award: #e3f5e9;
    --award-line: #067a3e;
    --place: #e5edfb;
    --place-line: #3f5f9e;
    --target-paper: #f2e9fb;
    --target-line: #7a4aa8;
    --draft: #fff0d1;
    --draft-line: #a96500;
  }
  :host([theme="dark"]) {
    --mark: #6b5a12;
    --mark-text: #fff7d6;
    --award: #153a25;
    --award-line: #6fdca0;
    --place: #22304d;
    --place-line: #9db4e8;
    --target-paper: #37264a;
    --target-line: #cfaaf2;
    --draft: #46340f;
    --draft-line: #f5c97a;
  }
`;

const views = css`
  :host { display: block; color: var(--text); font-size: var(--size); line-height: 1.6; }
  h1 { margin: 0; font-size: 1.3em; line-height: 1.4; font-weight: 600; }
  h2 { margin: 0; font-size: 1.05em; font-weight: 600; }
  h1:focus, h2:focus, h3:focus { outline: none; }
  h3 { margin: 0; font-size: 1em; font-weight: 600; }
  p { margin: 0; }
  ul, ol { margin: 0; padding: 0; list-style: none; }
  svg { display: block; flex: none; }
  [hidden] { display: none !important; }
  .card { background: var(--card); border-radius: 8px; }
  .soft { color: var(--soft); }
  .small { font-size: 0.88em; }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  .link { min-height: 28px; padding: 2px 4px; color: var(--link); text-decoration: underline; text-underline-offset: 3px; }
  .tag {
    display: inline-block;
    flex: none;
    padding: 0 8px;
    border-radius: 4px;
    background: var(--raised);
    color: var(--soft);
    font-size: 0.8em;
    line-height: 1.7;
    white-space: nowrap;
  }
  .tag.good { background: var(--good-paper); color: var(--good); }
  .tag.doubt { background: var(--doubt-paper); color: var(--doubt); }
  .tag.warn { background: var(--warn-paper); color: var(--warn); }
  label, .label { font-size: 0.94em; }
  input[aria-invalid="true"], textarea[aria-invalid="true"] { border-color: var(--warn); }
  .wrong { color: var(--warn); font-size: 0.88em; }
  .banner { padding: 8px 12px; border-radius: 6px; background: var(--warn-paper); color: var(--warn); }
  .banner.doubt { background: var(--doubt-paper); color: var(--doubt); }
  .banner.good { background: var(--good-paper); color: var(--good); }
  .empty { padding: 32px 16px; color: var(--soft); text-align: center; }
  blockquote {
    margin: 0;
    padding: 6px 12px;
    border-left: 3px solid var(--brand);
    border-radius: 0 4px 4px 0;
    background: var(--raised);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  mark { background: var(--mark); color: var(--mark-text); border-radius: 2px; }
  .form { display: grid; gap: 12px; }
  .form > div { display: grid; gap: 4px; }
`;

/** Buttons, fields, cards and tags, the same in every view. */
export const controls = [shared, views];
