import { css } from "lit";

export const styles = css`
  :host {
    --target: 64px;
    --warn: #a3211a;
    display: flex;
    flex-direction: column;
    height: 100vh;
    height: 100dvh;
    overflow: hidden;
    background: var(--paper);
    color: var(--text);
    font-size: var(--size);
    line-height: 1.5;
    touch-action: pan-x pan-y;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
  }
  /* Large print for who sees badly: nothing is grey, every border can be seen. */
  :host([care]) { --soft: #1a1a1a; --line: #5c5c5c; --paper: #ffffff; --raised: #f2f2f2; --link: #1d3a7a; }
  header { flex: none; display: flex; flex-wrap: wrap; align-items: center; gap: 10px; padding: 12px 16px; background: #14523d; color: #fff; }
  h1 { flex: 1 1 auto; margin: 0 12px 0 0; font-size: 1.2em; line-height: 1.3; }
  h1:focus { outline: none; }
  header .controls { display: flex; flex-wrap: wrap; gap: 10px; margin-left: auto; align-items: center; }
  header button { min-width: 64px; min-height: 64px; padding: 0 0.5em; border: 2px solid #fff; border-radius: 10px; background: #14523d; color: #fff; font-weight: 600; }
  header button[aria-pressed="true"] { background: #fff; color: #14523d; }
  header .end { flex: none; border-color: #fff; background: #b3261e; }
  header output { min-width: 3em; text-align: center; }
  :focus-visible { outline: 4px solid #1a56db; outline-offset: 2px; }
  header :focus-visible { outline-color: #ffd33d; }
  .offline { flex: none; margin: 0; padding: 12px 20px; color: var(--doubt); background: var(--doubt-paper); font-weight: 600; }
  main { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 20px; }
  main.chat { padding: 0; overflow: hidden; }
  .inside { max-width: 1400px; margin: 0 auto; display: flex; flex-direction: column; gap: 20px; }
  section { display: flex; flex-direction: column; gap: 12px; }
  h2, h3, h4, p, blockquote { margin: 0; }
  h2 { font-size: 1.1em; }
  h2.title { font-size: 1.4em; line-height: 1.3; }
  h3 { font-size: 1.1em; }
  h4 { font-size: 1.05em; }
  .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14em), 1fr)); gap: 14px; }
  .tiles.small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 8em), 1fr)); }
  .tile, .ask {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    justify-content: center;
    gap: 4px;
    min-height: 104px;
    padding: 14px 20px;
    border: 2px solid var(--line);
    border-radius: 14px;
    background: var(--card);
    text-align: left;
    overflow-wrap: anywhere;
  }
  .tile strong { font-size: 1.12em; line-height: 1.3; }
  .tile span { color: var(--soft); font-size: 0.86em; }
  .tile:active { background: var(--good-paper); }
  .tile.more { border-style: dashed; border-color: var(--soft); }
  .ask { width: 100%; min-height: 128px; padding: 20px 28px; border-color: var(--button); background: var(--button); color: var(--button-text); }
  .ask strong { font-size: 1.5em; line-height: 1.3; }
  .ask:active { filter: brightness(0.9); }
  .card { display: flex; flex-direction: column; gap: 8px; padding: 18px 20px 6px; border: 1px solid var(--line); border-radius: 14px; background: var(--card); overflow-wrap: anywhere; }
  .facts, .remark { color: var(--soft); font-size: 0.9em; }
  .words { font-weight: 600; }
  .inner { align-self: flex-start; margin: 4px 0 8px; min-height: 64px; padding: 0 1em; border: 2px solid var(--button); border-radius: 10px; color: var(--button); background: var(--card); font-weight: 600; }
  details { border-top: 1px solid var(--line); }
  section > details { border: 1px solid var(--line); border-radius: 14px; padding: 0 20px; background: var(--card); }
  summary { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; min-height: 68px; padding: 8px 0; cursor: pointer; color: var(--link); list-style: none; }
  summary::-webkit-details-marker { display: none; }
  summary::before { content: "▸"; flex: none; }
  details[open] > summary::before { content: "▾"; }
  summary span:first-of-type { flex: 1; min-width: 0; overflow-wrap: anywhere; }
  summary .ended { color: var(--warn); font-weight: 600; }
  blockquote { padding: 14px 18px; border-left: 5px solid var(--button); background: var(--raised); white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.7; }
  details .facts { padding: 8px 0; }
  .made { padding: 8px 0 16px; text-align: center; color: var(--soft); font-size: 0.86em; }
  .read { align-self: flex-start; min-height: 64px; padding: 0 1em; border: 2px solid var(--soft); border-radius: 10px; background: var(--card); font-weight: 600; }
  .waiting { padding: 3em 1em; text-align: center; font-size: 1.1em; }
  ip-desk-kiosk-chat { height: 100%; }
  dialog { width: min(820px, calc(100vw - 40px)); max-height: calc(100vh - 40px); overflow-y: auto; padding: 32px; border: 0; border-radius: 18px; background: var(--card); color: var(--text); font-size: 1em; text-align: center; }
  dialog::backdrop { background: rgba(0, 0, 0, 0.6); }
  dialog h2 { font-size: 1.4em; margin-bottom: 0.4em; }
  dialog p { margin-bottom: 0.6em; }
  dialog .seconds { font-size: 4em; line-height: 1.2; font-weight: 700; font-variant-numeric: tabular-nums; color: var(--warn); }
  dialog .two { display: flex; flex-wrap: wrap; gap: 16px; margin-top: 16px; }
  dialog .two button { flex: 1 1 8em; min-height: 84px; padding: 0 0.6em; border: 2px solid var(--soft); border-radius: 12px; font-weight: 600; background: var(--card); }
  dialog .two .main { border-color: var(--button); background: var(--button); color: var(--button-text); }
  dialog .two .end { border-color: #b3261e; background: #b3261e; color: #fff; }
  .code { display: block; width: min(440px, 70vw); margin: 12px auto; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
  .toast { position: fixed; left: 50%; bottom: 40px; transform: translateX(-50%); z-index: 5; max-width: 90%; padding: 16px 26px; border-radius: 12px; background: #2b2b2b; color: #fff; }
  .slip { display: none; }
  /* A screen to stand in front of: what is at eye level may be large. */
  @media (min-height: 1500px) {
    .inside { gap: 30px; }
    main.start .tile { min-height: 132px; }
    main.start .ask { min-height: 210px; }
    main.start .ask strong { font-size: 2em; }
  }
  @media (max-height: 1200px) {
    header { padding: 8px 16px; }
    h1 { margin-right: 0; font-size: 0.8em; }
    header button { padding: 0 0.35em; }
    header .controls, header { gap: 8px; }
  }
  /* A phone: the buttons stand in even rows, the end at the right where it always is. */
  @media (max-width: 720px) {
    header { padding: 8px; font-size: max(18px, 0.75em); }
    h1 { flex: 1 1 0; min-width: 0; margin: 0; font-size: 1em; }
    header .controls { order: 1; flex: 1 0 100%; margin: 0; }
    header button { flex: 1 0 auto; min-width: 60px; min-height: 60px; padding: 0 0.2em; font-size: 1em; }
    header output { flex: 1 0 auto; min-width: 2.4em; }
    header .end { flex: none; padding: 0 0.8em; }
    .offline { padding: 8px 12px; font-size: max(18px, 0.75em); line-height: 1.35; }
    main { padding: 12px; }
    dialog { width: calc(100vw - 16px); max-height: calc(100vh - 16px); padding: 16px; font-size: max(18px, 0.75em); }
    dialog h2 { font-size: 1.2em; }
    .code { width: min(440px, 100%); max-height: 40vh; }
  }
  @media print {
    :host { display: block; height: auto; overflow: visible; background: #fff; color: #000; font-size: 11pt; }
    header, main, .offline, .toast, dialog { display: none !important; }
    .slip { display: block; }
    .slip h1 { font-size: 14pt; text-align: center; margin: 0 0 6pt; }
    .slip h2 { font-size: 11.5pt; margin: 10pt 0 4pt; border-top: 1px dashed #000; padding-top: 6pt; break-after: avoid; }
    .slip p { margin: 0 0 3pt; }
    .slip .sum { font-size: 14pt; font-weight: 700; }
    .slip .clause, .slip .office { font-size: 9.5pt; }
    .slip .caution { margin-top: 10pt; border-top: 1px solid #000; padding-top: 4pt; font-size: 9.5pt; }
    .slip table { width: 100%; border-collapse: collapse; font-size: 9pt; }
    .slip th, .slip td { border: 1px solid #000; padding: 2pt; text-align: left; }
  }
`;
