import { css } from "lit";

/**
 * Colours and sizes of every surface, in WeChat's look. A host element takes them in and sets `theme` to light or dark
 * (without it the browser's preference counts) and `care` for large print.
 */
export const theme = css`
  :host {
    --paper: #ededed;
    --bar: #ededed;
    --card: #ffffff;
    --raised: #f7f7f7;
    --mine: #95ec69;
    --mine-text: #0b1f04;
    --text: #1a1a1a;
    --soft: #5c5c5c;
    --line: #d9d9d9;
    --link: #44598a;
    --brand: #07c160;
    --button: #067a3e;
    --button-text: #ffffff;
    --warn: #b3261e;
    --warn-paper: #fdecea;
    --good: #067a3e;
    --good-paper: #e6f6ec;
    --doubt: #7a4d00;
    --doubt-paper: #fff3d9;
    --shade: rgba(0, 0, 0, 0.5);
    --size: 16px;
    --target: 44px;
    color-scheme: light;
  }
  :host([theme="dark"]) {
    --paper: #111111;
    --bar: #191919;
    --card: #2c2c2c;
    --raised: #383838;
    --mine: #3eb575;
    --mine-text: #04140b;
    --text: #e6e6e6;
    --soft: #b0b0b0;
    --line: #454545;
    --link: #9db4e8;
    --button: #07c160;
    --button-text: #03170b;
    --warn: #ff9b93;
    --warn-paper: #46201d;
    --good: #6fdca0;
    --good-paper: #12351f;
    --doubt: #f5c97a;
    --doubt-paper: #3d2e10;
    --shade: rgba(0, 0, 0, 0.65);
    color-scheme: dark;
  }
  :host([care]) {
    --size: 22px;
    --target: 56px;
    --soft: #404040;
  }
  :host([care][theme="dark"]) {
    --soft: #d0d0d0;
  }
`;

/** What every component of ours starts from. */
export const base = css`
  *, *::before, *::after { box-sizing: border-box; }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    touch-action: manipulation;
  }
  button:disabled { cursor: default; opacity: 0.6; }
  a { color: var(--link); }
  :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
  }
`;
