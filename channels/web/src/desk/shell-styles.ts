import { css } from "lit";

export const shell = css`
  :host { min-height: 100dvh; background: var(--paper); }
  .desk { display: grid; grid-template: 100dvh / 208px minmax(0, 1fr); }
  header { display: flex; flex-direction: column; gap: 4px; padding: 16px 12px; background: var(--card); border-right: 1px solid var(--line); overflow-y: auto; }
  .brand { display: flex; align-items: center; gap: 10px; padding: 0 8px 16px; font-weight: 600; }
  .brand svg { width: 32px; height: 32px; }
  nav { display: grid; gap: 2px; flex: 1; align-content: start; }
  nav a, .person { display: flex; align-items: center; gap: 10px; min-height: 44px; padding: 4px 10px; border-radius: 6px; color: var(--text); text-decoration: none; text-align: left; }
  nav a:hover, .person:hover { background: var(--raised); }
  nav a[aria-current="page"] { background: var(--good-paper); color: var(--good); font-weight: 600; }
  .who { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  main { overflow-y: auto; min-width: 0; }
  main:focus { outline: none; }
  .skip { position: absolute; left: 8px; top: -60px; z-index: 5; padding: 8px 12px; background: var(--card); border-radius: 6px; }
  .skip:focus { top: 8px; }
  .toast { position: fixed; right: 24px; bottom: 24px; z-index: 10; pointer-events: none; }
  .toast span { display: block; padding: 10px 18px; border-radius: 8px; background: #333333; color: #ffffff; max-width: 480px; }
  .choices { display: grid; gap: 8px; margin-top: 16px; }
  .keys { display: grid; gap: 8px; margin: 16px 0; }
  .keys div { display: grid; grid-template-columns: 80px 1fr; gap: 12px; align-items: center; }
  .keys dd { margin: 0; }
  kbd { display: inline-block; min-width: 32px; padding: 0 8px; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; background: var(--raised); text-align: center; font: inherit; font-size: 0.88em; }
  @media (max-width: 720px) {
    .desk { grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); height: 100dvh; }
    header { grid-row: 2; flex-direction: row; gap: 0; padding: 0 4px env(safe-area-inset-bottom); border-right: 0; border-top: 1px solid var(--line); overflow: visible; }
    .brand { display: none; }
    nav { display: flex; flex: 1; }
    nav a, .person { flex: 1; flex-direction: column; justify-content: center; gap: 0; min-height: 54px; padding: 4px 2px; font-size: 0.75em; text-align: center; border-radius: 0; min-width: 0; }
    nav a[aria-current="page"] { background: none; }
    .person { flex: 0 0 20%; }
    .who { max-width: 100%; }
    main { grid-row: 1; grid-column: 1; }
    .toast { left: 16px; right: 16px; bottom: 72px; display: grid; justify-items: center; }
  }
  @media print {
    :host { background: #ffffff; }
    .desk { display: block; }
    header, .toast, .skip { display: none; }
    main { overflow: visible; }
  }
`;
