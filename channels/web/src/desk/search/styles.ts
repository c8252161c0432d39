import { css } from "lit";

export const styles = css`
  :host { height: 100%; }
  .page { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) minmax(360px, 44%); height: 100%; }
  .top { grid-column: 1 / -1; display: grid; gap: 8px; padding: 16px 24px 12px; background: var(--card); border-bottom: 1px solid var(--line); }
  .box { display: flex; gap: 8px; align-items: center; }
  .box input { min-height: 48px; font-size: 1.05em; }
  .chips { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
  .chip { min-height: 30px; padding: 1px 12px; border: 1px solid var(--line); border-radius: 999px; background: var(--card); font-size: 0.88em; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .chip:hover { border-color: var(--soft); }
  .chip[aria-pressed="true"] { background: var(--good-paper); border-color: var(--good); color: var(--good); font-weight: 600; }
  .facets { display: flex; flex-wrap: wrap; gap: 6px 28px; }
  .facet { display: flex; gap: 8px; align-items: baseline; min-width: 0; }
  .facet .label { flex: none; }
  .examples { justify-content: center; margin: 12px 0; }
  .facet .label { color: var(--soft); font-size: 0.88em; }
  .list { overflow-y: auto; padding: 8px 12px 32px 24px; }
  .group { padding: 12px 0 4px; }
  .group h2 { padding: 0 12px 4px; font-size: 0.94em; color: var(--soft); font-weight: 400; }
  .hit { display: flex; align-items: flex-start; border-radius: 8px; content-visibility: auto; contain-intrinsic-size: auto 96px; }
  .hit:hover { background: var(--card); }
  .hit[data-current] { background: var(--card); box-shadow: inset 3px 0 0 var(--brand); }
  .open { flex: 1; min-width: 0; padding: 10px 12px; text-align: left; }
  .name { display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: center; font-weight: 600; }
  .snippet { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; font-size: 0.94em; overflow-wrap: anywhere; }
  .name, .from { max-height: 4.6em; overflow: hidden; overflow-wrap: anywhere; }
  .from { display: block; font-size: 0.85em; color: var(--soft); }
  .copy { display: grid; place-items: center; width: 40px; height: 40px; margin: 6px; border-radius: 6px; color: var(--soft); }
  .copy:hover { background: var(--raised); color: var(--text); }
  .detail { overflow-y: auto; background: var(--card); border-left: 1px solid var(--line); }
  .return { display: none; }
  .narrow { display: none; }
  .stale { opacity: 0.75; }
  @media (max-width: 1000px) {
    .page { grid-template-columns: minmax(0, 1fr); }
    .detail { display: none; }
    .opened .detail { display: block; grid-row: 1 / -1; border: 0; }
    .opened .top, .opened .list { display: none; }
    .return { display: inline-flex; margin: 12px 0 0 12px; }
  }
  @media (max-width: 720px) {
    .top { padding: 12px; }
    .list { padding: 4px 4px 24px; }
    .narrow { display: inline-flex; }
    .keys { display: none; }
    .facets:not([data-open]) { display: none; }
    .facets { max-height: 45dvh; overflow-y: auto; }
    .chip { min-height: 36px; }
  }
`;
