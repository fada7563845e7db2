/**
 * The few emoji the bot uses, drawn by us: every machine shows the same mark, also one without an
 * emoji font. Any other stays the character it is.
 */
import { html, type Shown } from './html.ts';

const disc = (colour: string): Shown =>
  html`<circle cx="8" cy="8" r="6.5" class=${`fill-${colour}`} />`;

const drawn: Readonly<Record<string, { readonly name: string; readonly shape: () => Shown }>> = {
  '🟡': { name: 'yellow', shape: () => disc('yellow') },
  '🟢': { name: 'green', shape: () => disc('green') },
  '🔵': { name: 'blue', shape: () => disc('blue') },
  '🟠': { name: 'orange', shape: () => disc('orange') },
  '🔴': { name: 'red', shape: () => disc('red') },
  '⚪': {
    name: 'white',
    shape: () => html`<circle cx="8" cy="8" r="6" class="fill-white stroke-grey" />`,
  },
  '✓': { name: 'yes', shape: () => html`<path d="M3 8.5l3.5 3.5L13 4.5" class="line-green" />` },
  '✅': {
    name: 'done',
    shape: () => html`<rect x="1.5" y="1.5" width="13" height="13" rx="3" class="fill-green" />
      <path d="M4.5 8.3l2.5 2.5 4.6-5.2" class="line-white" />`,
  },
  '⛔': {
    name: 'blocked',
    shape: () =>
      html`${disc('red')}<rect x="4" y="6.8" width="8" height="2.4" class="fill-white" />`,
  },
  '⚠️': {
    name: 'warning',
    shape: () => html`<path d="M8 1.5l7 12.5H1z" class="fill-orange" />
      <path d="M8 6v4M8 12v.3" class="line-white" />`,
  },
  '🚨': {
    name: 'alert',
    shape: () => html`<path d="M3.5 12V8.5a4.5 4.5 0 019 0V12z" class="fill-red" />
      <rect x="2" y="12" width="12" height="2.5" rx="1" class="fill-ink" />
      <path d="M8 1v1.5M2 3.5l1.2 1.1M14 3.5l-1.2 1.1" class="line-red" />`,
  },
};

const any = new RegExp(`(${Object.keys(drawn).join('|')})`, 'u');

/** The words with their emoji drawn. */
export function withEmoji(words: string): readonly Shown[] {
  return words.split(any).map((part): Shown => {
    const found = drawn[part];
    if (!found) return part;
    return html`<svg class="emoji" viewBox="0 0 16 16" role="img" aria-label=${found.name}>
      ${found.shape()}
    </svg>`;
  });
}
