/**
 * Walks the limits of whole messages, modals and Home tabs, like `slack-limits.test.ts` does those
 * of single blocks, and the rules about what may stand where and what must be unique.
 */
import { describe, expect, it } from 'vitest';
import { limits, surfacesOf } from '../../sandbox/slack/limits.ts';
import { messageProblems, viewComplaint } from '../../sandbox/slack/surfaces.ts';

type Part = Record<string, unknown>;
type Case = readonly [limit: number, pointer: string, build: (size: number) => Part];

const long = (size: number): string => 'x'.repeat(size);
const many = <T>(size: number, one: (index: number) => T): T[] =>
  Array.from({ length: size }, (_, index) => one(index));
const plain = (text: string): Part => ({ type: 'plain_text', text });
const button = (more: Part = {}): Part => ({ type: 'button', text: plain('Go'), ...more });
const divider = (more: Part = {}): Part => ({ type: 'divider', ...more });
const input = (element: Part): Part => ({ type: 'input', label: plain('Field'), element });
const video = (more: Part): Part => ({
  type: 'video',
  video_url: 'https://x',
  thumbnail_url: 'https://x',
  alt_text: 'a',
  title: plain('t'),
  ...more,
});
const cell = (text = 'a'): Part => ({ type: 'raw_text', text });

const modal = (more: Part): Part => ({
  type: 'modal',
  title: plain('t'),
  submit: plain('s'),
  blocks: [divider()],
  ...more,
});

/** Whole modals; the pointer is complete. */
const inModal: Readonly<Record<string, Case>> = {
  'modal.blocks': [100, '/view/blocks', (n) => modal({ blocks: many(n, () => divider()) })],
  'modal.title': [24, '/view/title/text', (n) => modal({ title: plain(long(n)) })],
  'modal.submit': [24, '/view/submit/text', (n) => modal({ submit: plain(long(n)) })],
  'modal.close': [24, '/view/close/text', (n) => modal({ close: plain(long(n)) })],
  'view.private_metadata': [
    3000,
    '/view/private_metadata',
    (n) => modal({ private_metadata: long(n) }),
  ],
  'view.callback_id': [255, '/view/callback_id', (n) => modal({ callback_id: long(n) })],
  'view.external_id': [255, '/view/external_id', (n) => modal({ external_id: long(n) })],
  'alert.text': [
    200,
    '/view/blocks/0/text/text',
    (n) => modal({ blocks: [{ type: 'alert', text: plain(long(n)) }] }),
  ],
  'file_input.max_files': [
    10,
    '/view/blocks/0/element/max_files',
    (n) => modal({ blocks: [input({ type: 'file_input', max_files: n })] }),
  ],
};

const markdown = (characters: number): Part => ({ type: 'markdown', text: long(characters) });

const tableWith = (characters: number, type: string): Part => ({
  type,
  ...(type === 'table' ? {} : { caption: 'c' }),
  rows: [[cell('a')], [cell(long(characters - 1))]],
});

/** Whole messages; the pointer is always the list of blocks. */
const inMessages: Readonly<Record<string, readonly [number, (size: number) => Part[]]>> = {
  'message.blocks': [50, (n) => many(n, () => divider())],
  'message.tables': [1, (n) => many(n, () => ({ type: 'table', rows: [[cell()]] }))],
  'message.markdown.characters': [12_000, (n) => many(2, (at) => markdown(at === 0 ? 1 : n - 1))],
  'message.table.characters': [10_000, (n) => [tableWith(n, 'table')]],
  'message.data_table.characters': [10_000, (n) => [tableWith(n, 'data_table')]],
};

/** Limits of calls, tested where the calls are made. */
const ofCalls = ['message.attachments', 'message.text', 'message.update.text', 'view.stack'];
const apart = ['view.bytes', 'home.blocks'];

const numberNamed = (name: string): number | undefined =>
  new Map<string, number>(Object.entries(limits)).get(name);

describe('the limits of a surface', () => {
  it('have a case each', () => {
    const named = Object.keys(limits).filter((name) =>
      /^(message|modal|home|view)\.|^alert\.|^file_input\./.test(name),
    );
    const walked = [...Object.keys(inModal), ...Object.keys(inMessages), ...ofCalls, ...apart];
    expect(walked.sort()).toEqual(named.sort());
  });

  it.each(Object.entries(inModal))('keeps %s in a modal', (name, [limit, pointer, build]) => {
    expect(numberNamed(name)).toBe(limit);
    expect(viewComplaint(build(limit), 'modal')).toBeUndefined();
    const complaint = viewComplaint(build(limit + 1), 'modal');
    expect(complaint?.error).toBe('invalid_arguments');
    expect(complaint?.problems.map((one) => one.pointer)).toEqual([pointer]);
  });

  it.each(Object.entries(inMessages))('keeps %s over a whole message', (name, [limit, build]) => {
    expect(numberNamed(name)).toBe(limit);
    expect(messageProblems(build(limit))).toEqual([]);
    expect(messageProblems(build(limit + 1)).map((one) => one.pointer)).toEqual(['/blocks']);
  });

  it('keeps the number of blocks of a Home tab', () => {
    const home = (n: number): Part => ({ type: 'home', blocks: many(n, () => divider()) });
    expect(viewComplaint(home(100), 'home')).toBeUndefined();
    expect(viewComplaint(home(101), 'home')?.problems).toEqual([
      { pointer: '/view/blocks', message: 'no more than 100 items allowed' },
    ]);
  });

  it('keeps a whole view under 250 KB', () => {
    const section = { type: 'section', text: plain(long(3000)) };
    const blocks = (last: number): Part[] => [
      ...many(82, () => section),
      { type: 'section', text: plain(long(2500)) },
      { type: 'section', text: plain(long(last)) },
    ];
    const size = (last: number): number => JSON.stringify(modal({ blocks: blocks(last) })).length;
    const fits = 1 + 250 * 1024 - size(1);
    expect(viewComplaint(modal({ blocks: blocks(fits) }), 'modal')).toBeUndefined();
    expect(viewComplaint(modal({ blocks: blocks(fits + 1) }), 'modal')).toEqual({
      error: 'view_too_large',
      problems: [],
    });
  });
});

const pointersOf = (blocks: readonly Part[]): string[] =>
  messageProblems(blocks).map((one) => one.pointer);

describe('the rules of a surface', () => {
  const examples: Readonly<Record<string, Part>> = {
    alert: { type: 'alert', text: plain('a') },
    table: { type: 'table', rows: [[cell()]] },
    data_table: { type: 'data_table', caption: 'c', rows: [[cell()]] },
    container: { type: 'container', title: plain('t'), child_blocks: [divider()] },
    carousel: {
      type: 'carousel',
      elements: [{ type: 'card', body: { type: 'mrkdwn', text: 'b' } }],
    },
    markdown: { type: 'markdown', text: 'm' },
    plan: { type: 'plan', title: 'p' },
    task_card: { type: 'task_card', task_id: '1', title: 't', status: 'complete' },
    divider: divider(),
  };

  it.each(Object.entries(examples))('let %s stand only where Slack does', (type, block) => {
    const refused = {
      message: messageProblems([block]).length > 0,
      modal: viewComplaint(modal({ blocks: [block] }), 'modal') !== undefined,
      home: viewComplaint({ type: 'home', blocks: [block] }, 'home') !== undefined,
    };
    const allowed = surfacesOf[type] ?? [];
    expect(refused).toEqual({
      message: !allowed.includes('message'),
      modal: !allowed.includes('modal'),
      home: !allowed.includes('home'),
    });
  });

  it('keep tables out of modals and alerts out of messages', () => {
    expect(surfacesOf.table).not.toContain('modal');
    expect(surfacesOf.data_table).not.toContain('modal');
    expect(surfacesOf.alert).toEqual(['modal']);
  });

  it('refuse a field, a block or an element that Slack does not know', () => {
    expect(messageProblems([divider({ color: 'red' })])).toEqual([
      { pointer: '/blocks/0', message: 'invalid additional property: color' },
    ]);
    expect(pointersOf([{ type: 'banner' }])).toEqual(['/blocks/0/type']);
    expect(pointersOf([{ type: 'actions', elements: [{ type: 'toggle' }] }])).toEqual([
      '/blocks/0/elements/0/type',
    ]);
    expect(
      pointersOf([{ type: 'section', text: plain('a'), accessory: { type: 'toString' } }]),
    ).toEqual(['/blocks/0/accessory/type']);
  });

  it('refuse the same block_id twice, and the same action_id twice in one block', () => {
    expect(pointersOf([divider({ block_id: 'a' }), divider({ block_id: 'a' })])).toEqual([
      '/blocks',
    ]);
    const twice = { type: 'actions', elements: many(2, () => button({ action_id: 'go' })) };
    const apartFromEachOther = many(2, () => ({
      type: 'actions',
      elements: [button({ action_id: 'go' })],
    }));
    expect(pointersOf([twice])).toEqual(['/blocks']);
    expect(pointersOf(apartFromEachOther)).toEqual([]);
  });

  it('want a submit button where there is an input, in modals only', () => {
    const blocks = [input({ type: 'plain_text_input' })];
    const { submit: _, ...without } = modal({ blocks });
    expect(viewComplaint(without, 'modal')?.problems).toEqual([
      { pointer: '/view', message: 'missing required field: submit' },
    ]);
    expect(viewComplaint({ type: 'home', blocks }, 'home')).toBeUndefined();
  });

  it('take a file_input in a modal only', () => {
    const blocks = [input({ type: 'file_input' })];
    expect(viewComplaint(modal({ blocks }), 'modal')).toBeUndefined();
    expect(pointersOf(blocks)).toEqual(['/blocks/0/element/type']);
  });

  it('keep the texts of a video below their numbers', () => {
    const short = video({ title: plain(long(199)), author_name: long(49) });
    const full = video({ title: plain(long(200)), author_name: long(50) });
    expect(messageProblems([short])).toEqual([]);
    expect(
      messageProblems([full])
        .map((one) => one.pointer)
        .sort(),
    ).toEqual(['/blocks/0/author_name', '/blocks/0/title/text']);
  });

  it('refuse empty texts, and a preset that is not among the options', () => {
    expect(pointersOf([{ type: 'section', text: plain('') }])).toEqual(['/blocks/0/text/text']);
    const option = { text: plain('A'), value: 'a' };
    const select = {
      type: 'static_select',
      options: [option],
      initial_option: { ...option, text: plain('B') },
    };
    expect(pointersOf([{ type: 'actions', elements: [select] }])).toEqual(['/blocks/0/elements/0']);
  });
});
