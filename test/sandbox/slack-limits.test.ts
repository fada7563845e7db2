/**
 * Walks the local Slack's table of limits: what is just allowed passes, one more is refused, with
 * the pointer to the place. The numbers stand here a second time, so that the table cannot drift.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { limits } from '../../sandbox/slack/limits.ts';
import { messageProblems } from '../../sandbox/slack/surfaces.ts';

type Part = Record<string, unknown>;
type Case = readonly [limit: number, pointer: string, build: (size: number) => Part];

const long = (size: number): string => 'x'.repeat(size);
const many = <T>(size: number, one: (index: number) => T): T[] =>
  Array.from({ length: size }, (_, index) => one(index));
const plain = (text: string): Part => ({ type: 'plain_text', text });
const marked = (text: string): Part => ({ type: 'mrkdwn', text });
const option = (index: number, more: Part = {}): Part => ({
  text: plain(`Option ${index}`),
  value: `v${index}`,
  ...more,
});
const button = (more: Part = {}): Part => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: readonly Part[]): Part => ({ type: 'actions', elements });
const divider = (more: Part = {}): Part => ({ type: 'divider', ...more });
const select = (more: Part): Part => ({ type: 'static_select', ...more });
const confirmed = (more: Part): Part =>
  actions(button({ confirm: { text: plain('Really?'), ...more } }));
const menu = (one: Part): Part => actions(select({ options: [one] }));
const input = (element: Part, more: Part = {}): Part => ({
  type: 'input',
  label: plain('Field'),
  element,
  ...more,
});
const typed = (more: Part = {}): Part => ({ type: 'plain_text_input', ...more });
const image = (more: Part): Part => ({
  type: 'image',
  alt_text: 'a',
  image_url: 'https://x',
  ...more,
});
const container = (more: Part): Part => ({
  type: 'container',
  title: plain('t'),
  child_blocks: [divider()],
  ...more,
});
const cell = (text = 'a'): Part => ({ type: 'raw_text', text });
const rows = (count: number, cells = 1): Part[][] => many(count, () => many(cells, () => cell()));
const dataTable = (more: Part): Part => ({
  type: 'data_table',
  caption: 'c',
  rows: rows(2),
  ...more,
});
const group = (more: Part = {}): Part => ({ label: plain('g'), options: [option(1)], ...more });
const groups = (count: number): Part[] =>
  many(count, (index) => group({ options: [option(index)] }));

/** One block in a message; the pointer counts from that block. */
const inMessage: Readonly<Record<string, Case>> = {
  block_id: [255, '/block_id', (n) => divider({ block_id: long(n) })],
  action_id: [255, '/elements/0/action_id', (n) => actions(button({ action_id: long(n) }))],
  text: [3000, '/elements/0/text', (n) => ({ type: 'context', elements: [marked(long(n))] })],
  'section.text': [3000, '/text/text', (n) => ({ type: 'section', text: marked(long(n)) })],
  'section.fields': [
    10,
    '/fields',
    (n) => ({ type: 'section', fields: many(n, () => plain('f')) }),
  ],
  'section.field': [2000, '/fields/0/text', (n) => ({ type: 'section', fields: [plain(long(n))] })],
  'header.text': [150, '/text/text', (n) => ({ type: 'header', text: plain(long(n)) })],
  'context.elements': [
    10,
    '/elements',
    (n) => ({ type: 'context', elements: many(n, () => plain('c')) }),
  ],
  'context_actions.elements': [
    5,
    '/elements',
    (n) => ({
      type: 'context_actions',
      elements: many(n, () => ({ type: 'icon_button', icon: 'trash', text: plain('Delete') })),
    }),
  ],
  'actions.elements': [25, '/elements', (n) => actions(...many(n, () => button()))],
  'input.label': [2000, '/label/text', (n) => input(typed(), { label: plain(long(n)) })],
  'input.hint': [2000, '/hint/text', (n) => input(typed(), { hint: plain(long(n)) })],
  'image.alt_text': [2000, '/alt_text', (n) => image({ alt_text: long(n) })],
  'image.image_url': [3000, '/image_url', (n) => image({ image_url: long(n) })],
  'image.title': [2000, '/title/text', (n) => image({ title: plain(long(n)) })],
  'card.title': [150, '/title/text', (n) => ({ type: 'card', title: marked(long(n)) })],
  'card.subtitle': [
    150,
    '/subtitle/text',
    (n) => ({ type: 'card', title: marked('t'), subtitle: marked(long(n)) }),
  ],
  'card.body': [200, '/body/text', (n) => ({ type: 'card', body: marked(long(n)) })],
  'card.actions': [3, '/actions', (n) => ({ type: 'card', actions: many(n, () => button()) })],
  'carousel.elements': [
    10,
    '/elements',
    (n) => ({ type: 'carousel', elements: many(n, () => ({ type: 'card', title: marked('t') })) }),
  ],
  'container.title': [150, '/title/text', (n) => container({ title: plain(long(n)) })],
  'container.subtitle': [150, '/subtitle/text', (n) => container({ subtitle: plain(long(n)) })],
  'container.child_blocks': [
    10,
    '/child_blocks',
    (n) => container({ child_blocks: many(n, () => divider()) }),
  ],
  'table.rows': [100, '/rows', (n) => ({ type: 'table', rows: rows(n) })],
  'table.cells': [20, '/rows/0', (n) => ({ type: 'table', rows: rows(1, n) })],
  'table.column_settings': [
    20,
    '/column_settings',
    (n) => ({ type: 'table', rows: rows(1), column_settings: many(n, () => ({ align: 'right' })) }),
  ],
  'data_table.rows': [101, '/rows', (n) => dataTable({ rows: rows(n) })],
  'data_table.cells': [20, '/rows/0', (n) => dataTable({ rows: rows(1, n) })],
  'data_table.page_size': [100, '/page_size', (n) => dataTable({ page_size: n })],
  'button.text': [75, '/elements/0/text/text', (n) => actions(button({ text: plain(long(n)) }))],
  'button.value': [2000, '/elements/0/value', (n) => actions(button({ value: long(n) }))],
  'button.url': [3000, '/elements/0/url', (n) => actions(button({ url: long(n) }))],
  'button.accessibility_label': [
    75,
    '/elements/0/accessibility_label',
    (n) => actions(button({ accessibility_label: long(n) })),
  ],
  'confirm.title': [
    100,
    '/elements/0/confirm/title/text',
    (n) => confirmed({ title: plain(long(n)) }),
  ],
  'confirm.text': [
    300,
    '/elements/0/confirm/text/text',
    (n) => confirmed({ text: plain(long(n)) }),
  ],
  'confirm.confirm': [
    30,
    '/elements/0/confirm/confirm/text',
    (n) => confirmed({ confirm: plain(long(n)) }),
  ],
  'confirm.deny': [30, '/elements/0/confirm/deny/text', (n) => confirmed({ deny: plain(long(n)) })],
  'option.text': [
    75,
    '/elements/0/options/0/text/text',
    (n) => menu(option(1, { text: plain(long(n)) })),
  ],
  'option.description': [
    75,
    '/elements/0/options/0/description/text',
    (n) => menu(option(1, { description: plain(long(n)) })),
  ],
  'option.value': [75, '/elements/0/options/0/value', (n) => menu(option(1, { value: long(n) }))],
  'option.url': [
    3000,
    '/elements/0/options/0/url',
    (n) => actions({ type: 'overflow', options: [option(1, { url: long(n) })] }),
  ],
  'select.options': [
    100,
    '/elements/0/options',
    (n) => actions(select({ options: many(n, option) })),
  ],
  'select.option_groups': [
    100,
    '/elements/0/option_groups',
    (n) => actions(select({ option_groups: groups(n) })),
  ],
  'option_group.label': [
    75,
    '/elements/0/option_groups/0/label/text',
    (n) => actions(select({ option_groups: [group({ label: plain(long(n)) })] })),
  ],
  'option_group.options': [
    100,
    '/elements/0/option_groups/0/options',
    (n) => actions(select({ option_groups: [group({ options: many(n, option) })] })),
  ],
  'overflow.options': [
    5,
    '/elements/0/options',
    (n) => actions({ type: 'overflow', options: many(n, option) }),
  ],
  'checkboxes.options': [
    10,
    '/elements/0/options',
    (n) => actions({ type: 'checkboxes', options: many(n, option) }),
  ],
  'radio_buttons.options': [
    10,
    '/elements/0/options',
    (n) => actions({ type: 'radio_buttons', options: many(n, option) }),
  ],
  placeholder: [
    150,
    '/elements/0/placeholder/text',
    (n) => actions({ type: 'users_select', placeholder: plain(long(n)) }),
  ],
  'plain_text_input.max_length': [
    3000,
    '/element/max_length',
    (n) => input(typed({ max_length: n })),
  ],
  'plain_text_input.min_length': [
    3000,
    '/element/min_length',
    (n) => input(typed({ min_length: n })),
  ],
  'rich_text_input.max_lines': [
    100,
    '/element/max_lines',
    (n) => input({ type: 'rich_text_input', max_lines: n }),
  ],
};

const ofSurfaces = /^(message|modal|home|view)\.|^alert\.|^file_input\.|^video\./;

const numberNamed = (name: string): number | undefined =>
  new Map<string, number>(Object.entries(limits)).get(name);

describe('the limits of a block', () => {
  it('have a case each', () => {
    const named = Object.keys(limits).filter((name) => !ofSurfaces.test(name));
    expect(Object.keys(inMessage).sort()).toEqual(named.sort());
  });

  it.each(Object.entries(inMessage))('keeps %s in a message', (name, [limit, pointer, build]) => {
    expect(numberNamed(name)).toBe(limit);
    expect(messageProblems([build(limit)])).toEqual([]);
    const problems = messageProblems([build(limit + 1)]);
    expect(problems.map((one) => one.pointer)).toContain(`/blocks/0${pointer}`);
  });
});

it('are not shared with the product: the local Slack imports only Node and itself', () => {
  const folder = new URL('../../sandbox/slack/', import.meta.url);
  const imported = readdirSync(folder).flatMap((name) => [
    ...readFileSync(new URL(name, folder), 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g),
  ]);
  const foreign = imported
    .map(([, from = '']) => from)
    .filter((from) => !/^(node:|\.\/)/.test(from));
  expect(imported.length).toBeGreaterThan(0);
  expect(foreign).toEqual([]);
});
