/**
 * What a person reads: blocks, messages and views as plain text.
 * Markup is resolved the way Slack's client shows it; nothing that is invisible there is printed.
 */

import { type Values, valueIn } from './forms.ts';
import { type Json, list, record, records, text } from './json.ts';
import { clock } from './text-dates.ts';

/** How the names behind ids are found. */
export type Names = {
  readonly person: (id: string) => string;
  readonly channel: (id: string) => string;
};

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const unescaped = (words: string): string =>
  words.replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);

/** Mrkdwn with its mentions, links and dates resolved and its entities unescaped. */
export const readMrkdwn = (source: string, names: Names): string =>
  source
    .split(/(<[^<>]*>)/)
    .map((part, at) => (at % 2 === 1 ? reference(part.slice(1, -1), names) : unescaped(part)))
    .join('');

function reference(inside: string, names: Names): string {
  const [target = '', label] = inside.split(/\|(.*)/s);
  if (target.startsWith('@')) return `@${names.person(target.slice(1))}`;
  if (target.startsWith('#')) return `#${names.channel(target.slice(1))}`;
  if (target.startsWith('!date^')) {
    const [, seconds = '', format = ''] = target.split('^');
    return clock(Number(seconds), unescaped(format));
  }
  if (target.startsWith('!subteam^')) return `@${target.slice('!subteam^'.length)}`;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label === undefined ? unescaped(target) : `${unescaped(label)} (${unescaped(target)})`;
}

function readText(value: unknown, names: Names): string {
  const { type, text: words } = record(value);
  return type === 'mrkdwn' ? readMrkdwn(text(words), names) : text(words);
}

function readInline(part: Json, names: Names): string {
  switch (part.type) {
    case 'link':
      return part.text === undefined ? text(part.url) : `${text(part.text)} (${text(part.url)})`;
    case 'user':
      return `@${names.person(text(part.user_id))}`;
    case 'channel':
      return `#${names.channel(text(part.channel_id))}`;
    case 'usergroup':
      return `@${text(part.usergroup_id)}`;
    case 'broadcast':
      return `@${text(part.range)}`;
    case 'emoji':
      return `:${text(part.name)}:`;
    case 'date':
      return clock(Number(part.timestamp), text(part.format));
    default:
      return text(part.text);
  }
}

function readRich(block: Json, names: Names): string {
  const inline = (parts: unknown): string =>
    records(parts)
      .map((part) => readInline(part, names))
      .join('');
  return records(block.elements)
    .map(({ type, style, elements }) => {
      if (type !== 'rich_text_list') return inline(elements);
      return records(elements)
        .map((item, at) => `${style === 'ordered' ? `${at + 1}.` : '•'} ${inline(item.elements)}`)
        .join('\n');
    })
    .join('\n');
}

function readElement(element: Json, names: Names, held: Json = {}): string {
  const label = readText(element.text, names);
  switch (element.type) {
    case 'button':
    case 'icon_button':
      return `[${label}]`;
    case 'image':
      return `(${text(element.alt_text)})`;
    case 'overflow':
      return records(element.options)
        .map((option) => `[${readText(option.text, names)}]`)
        .join(' ');
    default:
      return readValue(valueIn(element, held), names) || readText(element.placeholder, names);
  }
}

/** What stands in a field: typed text, chosen labels, names of files, people or channels. */
function readValue(value: unknown, names: Names): string {
  if (Array.isArray(value)) return value.map((one) => readValue(one, names)).join(', ');
  if (typeof value === 'string') return /^[UW][0-9A-Z]+$/.test(value) ? names.person(value) : value;
  if (typeof value === 'number') return clock(value, '{date_short} {time}');
  const { name, text: label, elements } = record(value);
  if (elements !== undefined) return readRich(record(value), names);
  return text(name) || readText(label, names);
}

function readTable(block: Json, names: Names): string {
  const rows = list(block.rows).map((row) =>
    records(row)
      .map((cell) => (cell.type === 'rich_text' ? readRich(cell, names) : text(cell.text)))
      .join(' | '),
  );
  return [text(block.caption), ...rows].filter((line) => line !== '').join('\n');
}

const lines = (...parts: readonly string[]): string => parts.filter(Boolean).join('\n');

/** One block; those that only group other things are in `readGroup`. */
function readBlock(block: Json, names: Names, values: Values): string {
  const heldBy = (element: Json): Json =>
    values[text(block.block_id)]?.[text(element.action_id)] ?? {};
  const element = (part: unknown): string => readElement(record(part), names, heldBy(record(part)));
  switch (block.type) {
    case 'header':
    case 'alert':
      return readText(block.text, names);
    case 'section': {
      const fields = records(block.fields).map((field) => readText(field, names));
      return lines(readText(block.text, names), ...fields, element(block.accessory));
    }
    case 'context':
      return records(block.elements)
        .map((part) => (part.type === 'image' ? element(part) : readText(part, names)))
        .join(' ');
    case 'actions':
    case 'context_actions':
      return records(block.elements).map(element).join(' ');
    case 'input': {
      const answer = `${readText(block.label, names)}: ${element(block.element)}`.trimEnd();
      return lines(answer, readText(block.hint, names));
    }
    case 'rich_text':
      return readRich(block, names);
    case 'table':
    case 'data_table':
      return readTable(block, names);
    case 'divider':
      return '---';
    case 'image':
      return lines(readText(block.title, names), `(${text(block.alt_text)})`);
    case 'video':
      return readText(block.title, names);
    case 'markdown':
      return text(block.text);
    default:
      return readGroup(block, names, values);
  }
}

function readGroup(block: Json, names: Names, values: Values): string {
  switch (block.type) {
    case 'card':
      return lines(
        ...[block.title, block.subtitle, block.body].map((part) => readText(part, names)),
        records(block.actions)
          .map((part) => readElement(part, names))
          .join(' '),
      );
    case 'carousel':
      return readBlocks(block.elements, names, values);
    case 'container': {
      const rich = readRich(record(block.rich_text_title), names);
      const heading = rich === '' ? readText(block.title, names) : rich;
      const inside = readBlocks(block.child_blocks, names, values);
      return lines(heading, readText(block.subtitle, names), inside);
    }
    case 'plan':
      return lines(text(block.title), readBlocks(block.tasks, names, values));
    case 'task_card':
      return `${text(block.title)} (${text(block.status)})`;
    default:
      return '';
  }
}

/** Blocks as a person reads them, one under the other. */
export const readBlocks = (blocks: unknown, names: Names, values: Values = {}): string =>
  records(blocks)
    .map((block) => readBlock(block, names, values))
    .filter((lines) => lines !== '')
    .join('\n');
