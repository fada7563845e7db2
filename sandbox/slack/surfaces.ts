/**
 * Whole messages and views against Slack's rules: the blocks themselves, where they may stand,
 * what must be unique, and what everything together may weigh. Nothing here is stored or changed.
 */
import { blocksOn, elementsOf, everyBlock } from './blocks.ts';
import { plainText } from './composition.ts';
import { isRecord, type Json, list, record, records, text } from './json.ts';
import { limits, type Surface, surfacesOf } from './limits.ts';
import {
  byType,
  type Check,
  type Fields,
  flag,
  items,
  oneOf,
  type Problem,
  problemsOf,
  type Report,
  shape,
  string,
} from './schema.ts';

function allowedHere(blocks: unknown, surface: Surface, at: string, report: Report): void {
  list(blocks).forEach((block, index) => {
    const type = text(record(block).type);
    const surfaces = Object.hasOwn(surfacesOf, type) ? surfacesOf[type] : undefined;
    if (surfaces && !surfaces.includes(surface)) {
      report(`${at}/${index}/type`, `unsupported type: ${type}`);
    }
  });
}

/** Reports the second holder of a name with the pointer of the list both stand in. */
function unique(names: readonly unknown[], what: string, at: string, report: Report): void {
  const seen = new Set<unknown>();
  for (const name of names) {
    if (name === undefined) continue;
    if (seen.has(name)) report(at, `${what} must be unique: "${String(name)}"`);
    seen.add(name);
  }
}

function uniqueNames(blocks: unknown, at: string, report: Report): void {
  const all = everyBlock(blocks);
  unique(
    all.map((block) => block.block_id),
    'block_id',
    at,
    report,
  );
  for (const block of all) {
    unique(
      elementsOf(block).map((element) => element.action_id),
      'action_id',
      at,
      report,
    );
  }
  const focused = all.flatMap(elementsOf).filter((element) => element.focus_on_load === true);
  if (focused.length > 1) report(at, 'only one element may have focus_on_load');
}

/** The characters a reader sees in a table cell, however deep they stand. */
function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + charactersIn(item), 0);
  if (!isRecord(value)) return 0;
  return text(value.text).length + charactersIn(value.elements);
}

function totals(blocks: unknown, at: string, report: Report): void {
  const all = everyBlock(blocks);
  const ofType = (type: string): readonly Json[] => all.filter((block) => block.type === type);
  const total = (found: readonly Json[], field: string): number =>
    found.reduce(
      (sum, block) =>
        sum + (field === 'text' ? text(block[field]).length : charactersIn(block[field])),
      0,
    );
  const within = (characters: number, max: number, what: string): void => {
    if (characters > max) report(at, `${what} must be less than ${max + 1} characters in total`);
  };
  if (ofType('table').length > limits['message.tables']) report(at, 'only one table allowed');
  within(total(ofType('table'), 'rows'), limits['message.table.characters'], 'table cells');
  within(
    total(ofType('data_table'), 'rows'),
    limits['message.data_table.characters'],
    'data_table cells',
  );
  within(total(ofType('markdown'), 'text'), limits['message.markdown.characters'], 'markdown');
}

function blocksCheck(surface: Surface): Check {
  const max = limits[`${surface}.blocks`];
  const each = items(byType(blocksOn(surface)), max, 0);
  return (blocks, at, report) => {
    each(blocks, at, report);
    allowedHere(blocks, surface, at, report);
    uniqueNames(blocks, at, report);
    totals(blocks, at, report);
  };
}

const common: Fields = {
  callback_id: string(limits['view.callback_id'], 0),
  private_metadata: string(limits['view.private_metadata'], 0),
  external_id: string(limits['view.external_id'], 0),
};

const modal = shape(
  {
    type: oneOf('modal'),
    title: plainText(limits['modal.title']),
    blocks: blocksCheck('modal'),
  },
  {
    ...common,
    submit: plainText(limits['modal.submit']),
    close: plainText(limits['modal.close']),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
  (view, at, report) => {
    const hasInput = records(view.blocks).some((block) => block.type === 'input');
    if (hasInput && view.submit === undefined) report(at, 'missing required field: submit');
  },
);

const home = shape({ type: oneOf('home'), blocks: blocksCheck('home') }, common);

const messageBlocks = blocksCheck('message');

/** What Slack would complain about in a message's blocks. */
export const messageProblems = (blocks: unknown, at = '/blocks'): readonly Problem[] =>
  problemsOf(messageBlocks, blocks, at);

export type ViewComplaint = {
  readonly error: 'invalid_arguments' | 'view_too_large';
  readonly problems: readonly Problem[];
};

/** What Slack would complain about in a view, or nothing. */
export function viewComplaint(view: unknown, kind: 'modal' | 'home'): ViewComplaint | undefined {
  const problems = problemsOf(kind === 'modal' ? modal : home, view, '/view');
  if (problems.length > 0) return { error: 'invalid_arguments', problems };
  const bytes = Buffer.byteLength(JSON.stringify(view));
  return bytes > limits['view.bytes'] ? { error: 'view_too_large', problems: [] } : undefined;
}
