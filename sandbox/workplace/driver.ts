/**
 * What people do and see, as a test or the tour would tell it: `alice` fills in the form, `bob`
 * approves. Each deed goes through Slack's own deliveries; nothing is done behind the bot's back.
 */
import type { Message } from '../slack/messages.ts';
import type { Workplace } from './workplace.ts';

export interface FormFields {
  readonly purpose?: string;
  readonly currency?: string;
  readonly amount?: string;
  readonly address?: string;
  readonly name?: string;
  readonly comment?: string;
  readonly reference?: string;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
}

const blockOf: Record<keyof FormFields, string> = {
  purpose: 'purpose',
  currency: 'currency',
  amount: 'amount',
  address: 'address',
  name: 'name',
  comment: 'comment',
  reference: 'reference',
  file: 'file',
};

export function openDriver({ slack, until }: Pick<Workplace, 'slack' | 'until'>) {
  const approvals = 'C0PAYOUTS';
  const alerts = 'C0ALERTS';
  const inThread = (message: Message) =>
    message.threadTs !== undefined && message.threadTs !== message.ts;

  /** About a payout that exists already: it may come at any time. */
  const isNews = (message: Message) => message.text.startsWith('Payout ');

  /** The posted cards, oldest first. */
  const cards = () =>
    slack
      .messages(approvals)
      .filter((message) => message.user === slack.botUserId && !inThread(message));
  const cardOf = (number: number) =>
    cards().find((message) => message.text.startsWith(`Payout ${number},`));
  const dms = (person: string) =>
    slack.visibleTo(person).filter((message) => message.channel === slack.directMessage(person).id);

  const fillForm = async (person: string, fields: FormFields) => {
    const values: Record<string, string | { file: { name: string; bytes: Uint8Array } }> = {};
    for (const [field, value] of Object.entries(fields) as [keyof FormFields, unknown][]) {
      if (typeof value === 'string') values[blockOf[field]] = value;
      else if (fields.file) values[blockOf[field]] = { file: fields.file };
    }
    await slack.fill(person, values);
  };

  /** `/payout`, and the form. @returns the modal in front. */
  const opensForm = async (person: string, fields: FormFields, command = '') => {
    await slack.command(person, '/payout', command, { channel: approvals });
    await until(`the form opens for ${person}`, () => slack.modal(person));
    await fillForm(person, fields);
    return slack.modal(person);
  };

  /** As above, and "Check it". @returns the errors beside the fields, if any. */
  const submitsForm = async (person: string, fields: FormFields, command = '') => {
    await opensForm(person, fields, command);
    await slack.submit(person);
    return slack.modal(person)?.errors;
  };

  /** As above, and waits for the draft in the DM, or for what is said in its place. */
  const drafts = async (person: string, fields: FormFields, command = '') => {
    const before = new Set(dms(person).map((message) => message.ts));
    await submitsForm(person, fields, command);
    return until(`${person} gets an answer by DM`, () =>
      dms(person).find((message) => !before.has(message.ts) && !isNews(message)),
    );
  };

  /** Draft, then "Request approval". @returns the number of the request. */
  const asks = async (person: string, fields: FormFields, command = '') => {
    const draft = await drafts(person, fields, command);
    const before = cards().length;
    await slack.click(person, draft, 'Request approval');
    const card = await until('the card is posted', () => cards()[before]);
    return Number.parseInt(/^Payout (\d+)/.exec(card.text)?.[1] ?? '', 10);
  };

  const card = (number: number) => until(`the card of ${number}`, () => cardOf(number));

  /** "Review and approve" on the card. @returns the modal in front. */
  const opensReview = async (person: string, number: number) => {
    await slack.click(person, await card(number), 'Review and approve');
    return until(`the review opens for ${person}`, () => slack.modal(person));
  };

  /** As above, then "Approve payout" in the modal. */
  const approves = async (person: string, number: number) => {
    await opensReview(person, number);
    return slack.submit(person);
  };

  const rejects = async (person: string, number: number, because: string) => {
    await slack.click(person, await card(number), 'Reject');
    await until(`the reason is asked of ${person}`, () => slack.modal(person));
    await slack.fill(person, { because });
    return slack.submit(person);
  };

  /** Waits until the card's one-line text ends with this state. */
  const becomes = (number: number, state: string) =>
    until(`payout ${number} becomes "${state}"`, () =>
      cardOf(number)?.text.endsWith(`${state}.`) ? cardOf(number) : undefined,
    );

  return {
    cards,
    card,
    dms,
    drafts,
    opensForm,
    submitsForm,
    asks,
    opensReview,
    approves,
    rejects,
    becomes,
    /** Somebody of elsewhere is in the approvals channel, and the bot has not heard of it yet. */
    letsIn: async (person: string) => {
      await slack.share(approvals, undefined, { quietly: true });
      await slack.joins(person, approvals, { quietly: true });
    },
    /** The channel is private to the house again. */
    locksUp: () => slack.unshare(approvals, undefined, { quietly: true }),
    presses: async (person: string, number: number, label: string) =>
      slack.click(person, await card(number), label),
    /** Waits for a private answer to this person that holds these words. */
    isTold: (person: string, words: string) =>
      until(`${person} is told "${words}"`, () =>
        [...slack.ephemerals(person), ...dms(person)].findLast((message) =>
          slack.textOf(message).includes(words),
        ),
      ),
    thread: (number: number) => {
      const root = cardOf(number);
      const posted = root ? slack.thread(approvals, root.ts) : [];
      return posted.slice(1).map((message) => slack.textOf(message));
    },
    alerts: () => slack.messages(alerts).map((message) => slack.textOf(message)),
  };
}
