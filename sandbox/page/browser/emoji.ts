/**
 * The few emoji the bot uses, drawn by us: every machine shows the same mark, also one without an
 * emoji font. Names between colons become emoji where Slack would read them, and nowhere else: text
 * that pretends to be a mark must look here as it will look there.
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
  '❌': { name: 'no', shape: () => html`<path d="M3.5 3.5l9 9M12.5 3.5l-9 9" class="line-red" />` },
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
  '🔒': {
    name: 'locked',
    shape: () => html`<rect x="3" y="7" width="10" height="7.5" rx="1.5" class="fill-orange" />
      <path d="M5.2 7V5a2.8 2.8 0 015.6 0v2" class="line-ink" />`,
  },
  '⏳': {
    name: 'waiting',
    shape: () => html`<path d="M4 1.5h8M4 14.5h8" class="line-ink" />
      <path d="M5 2.5c0 4 6 7 6 11H5c0-4 6-7 6-11z" class="fill-yellow" />`,
  },
};

/** What people can type between colons, as far as anybody here would. */
const named: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✓',
  x: '❌',
  no_entry: '⛔',
  warning: '⚠️',
  rotating_light: '🚨',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  large_blue_circle: '🔵',
  large_orange_circle: '🟠',
  red_circle: '🔴',
  white_circle: '⚪',
  lock: '🔒',
  hourglass_flowing_sand: '⏳',
  moneybag: '💰',
  tada: '🎉',
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

/** The words with the names between colons that Slack knows made emoji. */
export const readNames = (words: string): string =>
  words.replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => named[name] ?? whole);

/** One emoji that an app named, or its name where it is not known here. */
export const emojiNamed = (name: string): readonly Shown[] => withEmoji(named[name] ?? `:${name}:`);
