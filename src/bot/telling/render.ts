/**
 * Each kind of message the desk queues → what people see: the one place that knows which kind goes
 * where. It reads the record of this moment and decides nothing.
 */
import { z } from 'zod';
import type { Directory } from '../../approvals/authority/standing.ts';
import type { Draft } from '../../approvals/draft/content.ts';
import type { Drafts } from '../../approvals/draft/drafts.ts';
import type { Ledger, QueuedMessage } from '../../approvals/ledger/ledger.ts';
import type { Assessment } from '../../approvals/policy/assess.ts';
import type { Policy } from '../../approvals/policy/schema.ts';
import { fold } from '../../approvals/request/evolve.ts';
import type { Request } from '../../approvals/request/request.ts';
import type { SheetProblem } from '../../approvals/sheet/problems.ts';
import { askCard } from '../cards/ask-card.ts';
import { section, small } from '../cards/blocks.ts';
import { button } from '../cards/buttons.ts';
import type { Card } from '../cards/card.ts';
import { newsCard } from '../cards/news-card.ts';
import { requestCard } from '../cards/request-card.ts';
import { threadEntry } from '../cards/thread-entry.ts';
import { askedCard, discardedCard, draftCard } from '../drafting/draft-card.ts';
import { problemsCard } from '../drafting/problems-card.ts';
import { alertCard } from '../following/alert-card.ts';
import { typed } from '../words/markup.ts';
import { summary } from '../words/states.ts';
import type { Posting } from './outbox.ts';
import type { Surroundings } from './surroundings.ts';

const aboutRequest = z.object({ request: z.number(), person: z.string().default('') });
const askData = aboutRequest.extend({ round: z.number() });
const threadData = z.object({ request: z.number(), seq: z.number() });
const newsData = z.object({ request: z.number(), person: z.string(), about: z.string() });
const draftData = z.object({ draft: z.string(), person: z.string() });
const alertData = z.object({ alert: z.number() });
const privateData = z.object({
  person: z.string(),
  channel: z.string(),
  text: z.string(),
  takeBack: z.string().optional(),
});
const problemsData = z.object({
  person: z.string(),
  name: z.string(),
  problems: z.array(z.custom<SheetProblem>((value) => typeof value === 'object')),
  unlisted: z.number(),
});
const auditData = z.object({ text: z.string() });

export interface RenderDeps {
  readonly ledger: Ledger;
  readonly drafts: Drafts;
  readonly policy: Policy;
  readonly directory: Directory;
  readonly assess: (draft: Draft) => Promise<Assessment>;
  /** The look of things in a channel: what may be shown there, with the balances of now. */
  readonly contextOf: Surroundings['contextOf'];
  readonly permalink: (subject: string) => Promise<string | undefined>;
}

export function openRender(deps: RenderDeps) {
  const { ledger, drafts, policy, contextOf, permalink } = deps;
  const { approvals, alerts, audit } = policy.channels;
  const read = async (number: number): Promise<Request> => {
    const request = fold(await ledger.read(number));
    if (!request)
      throw new Error(`A message is queued about request ${number}, which is not there.`);
    return request;
  };

  const renderers: Record<string, (data: unknown) => Promise<Posting | undefined>> = {
    /** In the approvals channel, posted once and repainted ever after. */
    card: async (data) => {
      const { request: number } = aboutRequest.parse(data);
      const found = await read(number);
      const undecided = found.stage.state === 'awaiting';
      const lines = undecided ? found.asked.content.lines : undefined;
      const card = requestCard(found, await contextOf(approvals, lines));
      return { channel: approvals, subject: `card:${number}`, card, coversOthers: true };
    },
    /** One entry of the card’s thread: event `seq` of the request. */
    thread: async (data) => {
      const { request: number, seq } = threadData.parse(data);
      const events = await ledger.read(number);
      const context = await contextOf(approvals);
      const card = threadEntry(events, seq, context);
      const threadOf = `card:${number}`;
      return card && { channel: approvals, threadOf, subject: `thread:${number}:${seq}`, card };
    },
    /** “You are asked”: one DM to one approver, repainted when it is decided. */
    ask: async (data) => {
      const { request: number, person, round } = askData.parse(data);
      if (!(await canCount(person))) return undefined;
      const link = await permalink(`card:${number}`);
      const card = askCard(await read(number), person, link, await contextOf(person));
      return { channel: person, subject: `ask:${number}:${person}:${round}`, card };
    },
    reminder: async (data) => {
      const { request: number, person } = aboutRequest.parse(data);
      const request = await read(number);
      if (request.stage.state !== 'awaiting' || !(await canCount(person))) return undefined;
      const context = await contextOf(person);
      const text = `Payout ${number} still needs your approval.`;
      const link = await permalink(`card:${number}`);
      const ask = askCard(request, person, link, context);
      return {
        channel: person,
        card: {
          text: `${text} ${summary(request, context)}`,
          blocks: [section(`*${text}*`), ...ask.blocks.slice(1)],
        },
      };
    },
    /** For the requester: one DM for each `about`, repainted as things change. */
    news: async (data) => {
      const { request: number, person, about } = newsData.parse(data);
      const request = await read(number);
      const link = await permalink(`card:${number}`);
      const card = newsCard(request, link, await contextOf(person));
      const over = about === 'cleared' && request.stage.state !== 'cleared';
      const subject = `news:${number}:${about}`;
      return { channel: person, subject, card, ...(over && { editOnly: true }) };
    },
    /** The draft’s own DM. */
    draft: async (data) => {
      const { draft: id, person } = draftData.parse(data);
      return { channel: person, subject: `draft:${id}`, card: await draftOf(id, person) };
    },
    /** Everything that is wrong with a file. */
    problems: async (data) => {
      const { person, ...file } = problemsData.parse(data);
      return { channel: person, card: problemsCard(file, policy.currencies.allowed) };
    },
    /** One open problem in the alerts channel. */
    alert: async (data) => {
      const { alert: id } = alertData.parse(data);
      const alert = await ledger.alert(id);
      if (!alert) return undefined;
      const about = alert.request;
      const request = about === undefined ? undefined : await read(about);
      const link = about === undefined ? undefined : await permalink(`card:${about}`);
      const card = alertCard(alert, request, link, await contextOf(alerts));
      return { channel: alerts, subject: `alert:${id}`, card, coversOthers: true };
    },
    /** Seen by one person only, where the press came from. */
    private: async (data) => {
      const { person, channel, text, takeBack } = privateData.parse(data);
      const blocks: Card['blocks'] = [section(text)];
      if (takeBack !== undefined)
        blocks.push({
          type: 'actions',
          elements: [button('take-back', 'Take back my approval', takeBack)],
        });
      return { channel, onlyFor: person, card: { text, blocks } };
    },
    /** About the desk itself. */
    audit: async (data) => {
      const { text } = auditData.parse(data);
      return {
        channel: audit ?? alerts,
        card: { text: typed(text, 3_000), blocks: [small(typed(text, 3_000))] },
      };
    },
  };

  /** Nobody is asked whose answer could not count. */
  const canCount = async (person: string) => {
    const standing = await deps.directory.standing(person);
    return standing === 'member' || standing === 'unknown';
  };

  const draftOf = async (id: string, person: string): Promise<Card> => {
    const number = await ledger.byDraft(id);
    if (number !== undefined) {
      const link = await permalink(`card:${number}`);
      return askedCard(await read(number), link, await contextOf(person));
    }
    const draft = await drafts.get(id);
    if (!draft) return discardedCard;
    const context = await contextOf(person, draft.content.lines);
    return draftCard(draft, await deps.assess(draft), context);
  };

  return async (message: QueuedMessage): Promise<Posting | undefined> => {
    const renderer = renderers[message.kind];
    if (!renderer) throw new Error(`No way to tell a message of kind "${message.kind}".`);
    return renderer(message.data);
  };
}
