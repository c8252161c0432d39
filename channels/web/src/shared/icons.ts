// Pictures of our own. They carry no meaning alone: what they stand in says the same in words.

import { html } from "lit";

/** The assistant's face: a shield with a tick. */
export const assistant = html`<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
  <rect width="48" height="48" rx="8" fill="#1f7a5c"></rect>
  <path d="M24 9l12 4.6v9.1c0 7.6-4.9 13.3-12 16.3-7.1-3-12-8.7-12-16.3v-9.1z" fill="none" stroke="#fff" stroke-width="2.6" stroke-linejoin="round"></path>
  <path d="M18.2 23.8l4.2 4.3 7.6-8.3" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"></path>
</svg>`;

/** The visitor. */
export const visitor = html`<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
  <rect width="48" height="48" rx="8" fill="#4a6fa5"></rect>
  <circle cx="24" cy="18.5" r="7.5" fill="#fff"></circle>
  <path d="M9.5 39c1.6-8 7.4-12 14.5-12s12.9 4 14.5 12z" fill="#fff"></path>
</svg>`;

/** A person of the staff: with a headset. */
export const staff = html`<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
  <rect width="48" height="48" rx="8" fill="#b5642c"></rect>
  <circle cx="24" cy="19.5" r="7" fill="#fff"></circle>
  <path d="M10 39c1.6-7.5 7.2-11 14-11s12.4 3.5 14 11z" fill="#fff"></path>
  <path d="M13.5 21v-3.5a10.5 10.5 0 0 1 21 0V21" fill="none" stroke="#fff" stroke-width="2.4"></path>
  <rect x="11.5" y="19" width="4" height="7" rx="2" fill="#fff"></rect><rect x="32.5" y="19" width="4" height="7" rx="2" fill="#fff"></rect>
</svg>`;

export const bubble = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">
  <path d="M4 5.5h16v11h-9.5L6 20v-3.5H4z"></path><path d="M8 9.5h8M8 12.5h5"></path>
</svg>`;

export const more = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="currentColor">
  <circle cx="5.5" cy="12" r="1.7"></circle><circle cx="12" cy="12" r="1.7"></circle><circle cx="18.5" cy="12" r="1.7"></circle>
</svg>`;

export const close = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">
  <path d="M6 6l12 12M18 6L6 18"></path>
</svg>`;

export const down = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
  <path d="M6 9l6 6 6-6"></path>
</svg>`;

export const failed = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
  <circle cx="12" cy="12" r="10" fill="#c62f2f"></circle><path d="M12 6.5v7M12 17v.5" stroke="#fff" stroke-width="2.4" stroke-linecap="round"></path>
</svg>`;

export const useful = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round">
  <path d="M7 11l4-7.5c1.5 0 2.5 1 2.5 2.5V9.5H19c1.2 0 2 1 1.7 2.2l-1.6 6.6c-.2 1-1 1.7-2 1.7H7zM7 11H3.5v9H7z"></path>
</svg>`;

export const useless = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round">
  <path d="M17 13l-4 7.5c-1.5 0-2.5-1-2.5-2.5v-3.5H5c-1.2 0-2-1-1.7-2.2l1.6-6.6c.2-1 1-1.7 2-1.7H17zM17 13h3.5V4H17z"></path>
</svg>`;

export const copy = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round">
  <rect x="8" y="8" width="12" height="12" rx="2"></rect><path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2"></path>
</svg>`;
