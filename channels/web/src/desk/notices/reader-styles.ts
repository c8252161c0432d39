import { css } from "lit";

export const styles = css`
  .head { display: grid; gap: 6px; padding: 20px 24px 12px; }
  .head a.row { width: fit-content; }
  .columns { display: grid; grid-template-columns: 264px minmax(0, 1fr); gap: 16px; padding: 0 24px 32px; align-items: start; }
  .columns.beside { grid-template-columns: 224px minmax(0, 1fr) minmax(0, 1fr); }
  aside { position: sticky; top: 12px; display: grid; gap: 12px; max-height: calc(100dvh - 24px); overflow-y: auto; }
  aside .card { padding: 10px 12px; }
  summary { min-height: 32px; padding: 2px 0; font-weight: 600; cursor: pointer; }
  .outline a, .drafts a { display: block; padding: 4px 8px; border-radius: 4px; color: inherit; text-decoration: none; font-size: 0.9em; line-height: 1.5; }
  .outline a:hover, .drafts a:hover { background: var(--raised); }
  .drafts a[aria-current="true"] { background: var(--draft); }
  .drafts .quote { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
  .deep { padding-left: 14px; }
  .deeper { padding-left: 28px; }
  .text, .original { padding: 20px 28px; min-width: 0; }
  .text p, .original p { margin: 0 0 10px; overflow-wrap: anywhere; line-height: 1.9; scroll-margin-top: 16px; }
  .text p.clause { font-weight: 600; margin-top: 18px; }
  .text p.found { background: var(--raised); box-shadow: -6px 0 0 var(--raised), 6px 0 0 var(--raised); }
  .text a.place { color: inherit; text-decoration: none; background: var(--award); border-bottom: 2px solid var(--award-line); }
  .text a.place.institution { background: var(--place); border-color: var(--place-line); }
  .text a.place.target { background: var(--target-paper); border-color: var(--target-line); }
  .text a.place.practical { background: var(--raised); border-color: var(--soft); }
  .text a.place.draft { background: var(--draft); border-bottom: 2px dashed var(--draft-line); }
  .text a.place[aria-expanded="true"] { background: var(--mark); color: var(--mark-text); }
  .inplace { position: relative; display: grid; gap: 16px; margin: 4px 0 16px; padding: 16px; border: 1px solid var(--line); border-left: 4px solid var(--brand); border-radius: 8px; background: var(--card); box-shadow: 0 4px 16px rgba(0, 0, 0, 0.12); scroll-margin: 60px; }
  .head .inplace { max-width: 880px; margin: 8px 0 0; }
  .inplace .end { position: absolute; top: 10px; right: 12px; }
  .text p.legend { font-size: 0.88em; color: var(--soft); }
  .legend i { display: inline-block; width: 14px; height: 12px; margin: 0 4px 0 10px; vertical-align: -1px; border-bottom: 2px solid var(--award-line); background: var(--award); }
  .legend i.institution { border-color: var(--place-line); background: var(--place); }
  .legend i.target { border-color: var(--target-line); background: var(--target-paper); }
  .legend i.practical { border-color: var(--soft); background: var(--raised); }
  .legend i.draft { border-bottom: 2px dashed var(--draft-line); background: var(--draft); }
  .aligned .text { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: 32px; }
  .aligned .legend, .aligned .inplace { grid-column: 1 / -1; }
  .aligned .text p.clause { margin-top: 0; }
  .text p.raw { color: var(--soft); font-weight: 400; }
  .original h2 { margin-bottom: 12px; }
  .original { position: sticky; top: 12px; max-height: calc(100dvh - 24px); overflow-y: auto; }
  .versions select { min-height: 36px; }
  .versions { display: grid; gap: 8px; }
  @media (max-width: 1000px) {
    .columns, .columns.beside { grid-template-columns: minmax(0, 1fr); padding: 0 12px 24px; }
    .head { padding: 12px 16px; }
    aside { position: static; max-height: none; }
    .text, .original { padding: 16px; }
    .original { position: static; max-height: none; }
    .aligned .text { grid-template-columns: minmax(0, 1fr); }
    .aligned .text p:not(.raw), .aligned aside { display: none; }
    .aligned .text p.clause { margin-top: 0; }
    .text p.raw { color: var(--text); }
    .beside .text, .beside aside { display: none; }
    .outline a { padding: 8px; }
  }
`;
