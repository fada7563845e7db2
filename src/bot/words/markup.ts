/**
 * The border between text that people typed and Slack’s markup: what passes here is never markup.
 * Control, bidirectional and invisible characters are taken out of everything that is shown.
 */
import { shown } from '../../approvals/values/text.ts';

const typedCharactersMax = 300;

/** How a person is called where it is said. */
export type Who = (person: string) => string;

/** Typed text for fallback texts, which notify: no mention and no link can come of it. */
export function typed(text: string, max = typedCharactersMax): string {
  return shown(text, max).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function person(id: string): string {
  return /^[UW][A-Z0-9]+$/.test(id) ? `<@${id}>` : typed(id);
}

/** A moment in the reader's own zone; the fallback says UTC. */
export function moment(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return `<!date^${seconds}^{date_short_pretty} at {time}|${utc(iso)}>`;
}

/** `2026-11-20 14:05 UTC`, for fallback texts. */
export function utc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

export function link(url: string, label: string): string {
  return `<${url}|${label}>`;
}

/** An address to be compared: in groups of four. */
export function inFours(address: string): string {
  return address.replace(/(.{4})(?=.)/g, '$1 ');
}
