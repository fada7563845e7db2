/**
 * The form: one recipient typed in, or many from a file. It reads what Slack hands back into
 * fields, or into the errors that appear beside them; it stores nothing and asks nobody.
 */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import {
  type Line,
  purposeCharactersMax,
  textCharactersMax,
} from '../../approvals/draft/content.ts';
import type { Column } from '../../approvals/draft/line-problems.ts';
import { type CurrencyOf, readLine } from '../../approvals/draft/read-line.ts';
import type { Currency } from '../../approvals/values/currency.ts';
import { hasControls, trimmed } from '../../approvals/values/text.ts';
import { section } from '../cards/blocks.ts';
import { cut, optionCharactersMax, optionsMax } from '../cards/limits.ts';
import { flawText } from '../words/problems.ts';

/** Field blocks of the form are named as the columns of a file. */
const fieldBlocks: readonly Column[] = [
  'currency',
  'amount',
  'address',
  'name',
  'comment',
  'reference',
];

export interface Prefilled {
  readonly amount?: string;
  readonly currency?: string;
}

/** `/payout 250 USDT_TRX`, in either order; anything else leaves the form empty. */
export function readCommandText(text: string, currencyOf: CurrencyOf): Prefilled | 'help' {
  const words = text
    .normalize('NFKC')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words[0]?.toLowerCase() === 'help') return 'help';
  const currency = words.map((word) => currencyOf(word.toUpperCase())?.code).find((code) => code);
  const amount = words.find((word) => /^\d+(\.\d+)?$/.test(word));
  return { ...(amount && { amount }), ...(currency && { currency }) };
}

export function formView(currencies: readonly Currency[], filled: Prefilled): ModalView {
  const options = currencies.slice(0, optionsMax).map(optionOf);
  const chosen = options.find((option) => option.value === filled.currency);
  const picker: InputBlock = {
    type: 'input',
    block_id: 'currency',
    optional: true,
    label: { type: 'plain_text', text: 'Currency' },
    element: {
      type: 'static_select',
      action_id: 'value',
      placeholder: { type: 'plain_text', text: 'Coin and network' },
      options,
      ...(chosen && { initial_option: chosen }),
    },
  };
  const blocks: KnownBlock[] = [
    textInput('purpose', 'What is it for', purposeCharactersMax, {
      hint: 'Everyone who decides sees this. With a file, its name is used if you leave it empty.',
    }),
    section('*Pay one recipient*: currency, amount and address are needed'),
    picker,
    textInput('amount', 'Amount', 80, {
      hint: 'Digits and a point, such as 1250.50',
      ...(filled.amount && { initial: filled.amount }),
    }),
    textInput('address', 'Address', 128, { hint: 'The recipient’s address on that network' }),
    textInput('name', 'Recipient’s name', textCharactersMax),
    textInput('comment', 'Comment', textCharactersMax, {
      hint: 'Sent to Calypso with the payout',
    }),
    textInput('reference', 'Your reference', textCharactersMax),
    section('*Or pay many from a file*: nothing else is needed'),
    {
      type: 'input',
      block_id: 'file',
      optional: true,
      label: { type: 'plain_text', text: 'CSV file' },
      hint: {
        type: 'plain_text',
        text: 'Columns: address, amount, currency, and if you like name, comment, reference',
      },
      element: { type: 'file_input', action_id: 'value', filetypes: ['csv'], max_files: 1 },
    },
  ];
  return {
    type: 'modal',
    callback_id: 'form',
    title: { type: 'plain_text', text: 'New payout' },
    submit: { type: 'plain_text', text: 'Check it' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks,
  };
}

function optionOf(currency: Currency): PlainTextOption {
  const words = `${currency.coin} on ${currency.network} (${currency.code})`;
  return {
    text: { type: 'plain_text', text: cut(words, optionCharactersMax) },
    value: currency.code,
  };
}

function textInput(
  block: string,
  label: string,
  max: number,
  more: { hint?: string; initial?: string } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: block,
    optional: true,
    label: { type: 'plain_text', text: label },
    ...(more.hint && { hint: { type: 'plain_text', text: more.hint } }),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      max_length: max,
      ...(more.initial && { initial_value: more.initial }),
    },
  };
}

/** The parts of Slack's file object that say where the bytes are and how many. */
export const slackFile = z.object({
  id: z.string(),
  name: z.string().nullish(),
  size: z.number().int().nonnegative().default(0),
  mode: z.string().nullish(),
  is_external: z.boolean().nullish(),
  user_team: z.string().nullish(),
  url_private_download: z.string().nullish(),
});
export type SlackFile = z.infer<typeof slackFile>;

const valuesSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
      files: z.array(slackFile).nullish(),
    }),
  ),
);

export type FormReading =
  | { readonly kind: 'errors'; readonly errors: Record<string, string> }
  | { readonly kind: 'file'; readonly purpose: string; readonly file: SlackFile }
  | { readonly kind: 'line'; readonly purpose: string; readonly line: Line };

export function readForm(
  stateValues: unknown,
  currencyOf: CurrencyOf,
  allowed: readonly string[],
): FormReading {
  const values = valuesSchema.parse(stateValues);
  const field = (block: string) => values[block]?.value;
  const text = (block: string) =>
    trimmed(field(block)?.value ?? field(block)?.selected_option?.value ?? '');
  const purpose = text('purpose');
  const errors: Record<string, string> = {};
  if (hasControls(purpose)) errors.purpose = 'It holds invisible characters. Type it anew.';
  const [file] = field('file')?.files ?? [];
  if (file) {
    if (text('address') !== '' || text('amount') !== '')
      errors.file = 'Fill in one recipient or attach a file, not both. Empty one of them.';
    return Object.keys(errors).length > 0
      ? { kind: 'errors', errors }
      : { kind: 'file', purpose, file };
  }
  if (purpose === '') errors.purpose = 'Say what it is for, so that those who approve know.';
  const read = readLine(
    Object.fromEntries(fieldBlocks.map((block) => [block, text(block)])),
    currencyOf,
  );
  if ('problems' in read)
    for (const problem of read.problems)
      errors[problem.column] ??= sentence(flawText(problem, allowed));
  if (Object.keys(errors).length > 0 || 'problems' in read) return { kind: 'errors', errors };
  return { kind: 'line', purpose, line: read.line };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
