import { css } from "lit";

export const styles = css`
  /* Nothing of the page around may shine through. Important, because a page's rules for our element come before ours. */
  :host {
    all: initial !important;
    display: block !important;
    font-family: -apple-system, BlinkMacSystemFont, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC",
      "WenQuanYi Zen Hei", sans-serif !important;
    font-size: var(--size) !important;
    line-height: 1.5 !important;
    color: var(--text) !important;
    text-align: left !important;
    -webkit-text-size-adjust: 100% !important;
  }
  :host([hidden]) { display: none !important; }
  :host([mode="page"]) { height: 100vh !important; height: 100dvh !important; }
  /* A screen to stand in front of. */
  @media (min-width: 900px) and (min-height: 1300px) {
    :host([mode="page"]:not([care])) { --size: 20px; --target: 52px; }
  }
  .launcher {
    position: fixed;
    right: 20px;
    bottom: 20px;
    z-index: 2147483000;
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 56px;
    padding: 0 20px;
    border-radius: 999px;
    background: var(--button);
    color: var(--button-text);
    font-size: 16px;
    font-weight: 600;
    box-shadow: 0 2px 12px rgba(0, 0, 0, 0.25);
  }
  .launcher svg { width: 26px; height: 26px; }
  .badge {
    position: absolute;
    top: -4px;
    right: -2px;
    min-width: 22px;
    padding: 0 6px;
    border-radius: 11px;
    background: #c62f2f;
    color: #fff;
    font-size: 13px;
    line-height: 22px;
    text-align: center;
  }
  .window {
    display: flex;
    flex-direction: column;
    height: 100%;
    background: var(--paper);
    color: var(--text);
  }
  .panel {
    position: fixed;
    right: 20px;
    bottom: 20px;
    z-index: 2147483000;
    width: 400px;
    max-width: calc(100vw - 40px);
    height: 680px;
    max-height: calc(100vh - 40px);
    overflow: hidden;
    border-radius: 12px;
    box-shadow: 0 4px 32px rgba(0, 0, 0, 0.3);
  }
  :host([care]) .panel { width: 520px; }
  @media (max-width: 560px) {
    .panel { inset: 0; width: auto; max-width: none; height: auto; max-height: none; border-radius: 0; }
  }
  header {
    flex: none;
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 52px;
    padding: 4px 6px 4px 16px;
    border-bottom: 1px solid var(--line);
    background: var(--bar);
  }
  h1 { flex: 1; min-width: 0; margin: 0; font-size: 1.06em; line-height: 1.3; font-weight: 600; }
  header button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: var(--target);
    min-height: var(--target);
    padding: 0 10px;
    border-radius: 6px;
    font-size: 0.94em;
  }
  header button:hover { background: var(--raised); }
  header svg { width: 24px; height: 24px; }
  .banner {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 12px;
    margin: 0;
    padding: 8px 16px;
    font-size: 0.88em;
    color: var(--doubt);
    background: var(--doubt-paper);
  }
  .banner button { margin-left: auto; min-height: 32px; padding: 0 8px; color: inherit; text-decoration: underline; }
  .banner.staff { color: var(--good); background: var(--good-paper); }
  ip-desk-log { flex: 1; }
  footer { flex: none; border-top: 1px solid var(--line); background: var(--raised); }
  footer ip-desk-composer, .foot { max-width: 904px; margin: 0 auto; }
  .foot { padding: 0 12px 6px; padding-bottom: max(6px, env(safe-area-inset-bottom)); text-align: center; font-size: 0.75em; color: var(--soft); }
  dialog h2 { margin: 0 0 12px; font-size: 1.06em; text-align: center; }
  dialog p { margin: 0 0 12px; }
  .sheet { display: flex; flex-direction: column; }
  .sheet button { min-height: max(48px, var(--target)); border-top: 1px solid var(--line); text-align: center; }
  .sheet button:first-of-type { border-top: 0; }
  .sheet .soft { color: var(--soft); }
  .reasons { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 12px; padding: 0; border: 0; }
  .reasons legend { padding: 0 0 8px; font-size: 0.9em; color: var(--soft); }
  .reasons button {
    min-height: var(--target);
    padding: 0 14px;
    border: 1px solid var(--line);
    border-radius: 999px;
    font-size: 0.92em;
  }
  .reasons button[aria-pressed="true"] { border-color: var(--good); color: var(--good); background: var(--good-paper); font-weight: 600; }
  dialog textarea { min-height: 4.5em; }
  .choices { display: grid; gap: 8px; margin-top: 12px; }
  .choices .button { min-height: var(--target); font-size: 1em; white-space: normal; }
  .two { display: flex; gap: 12px; margin-top: 12px; }
  .two .button { flex: 1; min-height: var(--target); font-size: 1em; }
  .toast {
    position: absolute;
    left: 50%;
    bottom: 120px;
    transform: translateX(-50%);
    max-width: 80%;
    padding: 10px 16px;
    border-radius: 8px;
    background: #2b2b2b;
    color: #fff;
    font-size: 0.9em;
  }
  .page { position: relative; height: 100%; }
`;
