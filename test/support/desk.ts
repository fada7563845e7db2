/**
 * The desk as it runs, over a real ledger in memory, with the two windows faked: people are who the
 * test says, the rail answers by script, and time passes only when the test lets it.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Directory, Standing } from '../../src/approvals/authority/standing.ts';
import type { Content } from '../../src/approvals/draft/content.ts';
import type { Ledger } from '../../src/approvals/ledger/ledger.ts';
import { openLedger } from '../../src/approvals/ledger/open.ts';
import { openApprovals } from '../../src/approvals/open.ts';
import type { Policy } from '../../src/approvals/policy/schema.ts';
import type { PaymentRail } from '../../src/approvals/rail/rail.ts';
import type { Request } from '../../src/approvals/request/request.ts';
import { sha256 } from '../../src/approvals/values/digest.ts';
import { isRefusal } from '../../src/approvals/vocabulary/refusals.ts';
import { line, noon } from './events.ts';
import { alice, bob, carol, helen, requesters, treasury } from './people.ts';
import { aRail, type Turn } from './rail.ts';

export const minute = 60_000;
export const hour = 60 * minute;

/** Two of treasury, five minutes of delay, a reminder after four hours, three days to decide. */
export function aPolicy(over: Partial<Policy> = {}): Policy {
  return {
    version: 1,
    timezone: 'UTC',
    channels: { approvals: 'C0PAYOUTS', alerts: 'C0ALERTS' },
    people: { requesters, treasury, viewers: [helen] },
    approvals: [{ name: 'normal', need: [{ from: 'treasury', count: 2 }] }],
    schedule: {
      sendDelay: 5 * minute,
      reminderAfter: [4 * hour],
      expireAfter: 72 * hour,
      holdAt: 'bot',
    },
    currencies: { allowed: ['USDT_TRX', 'TRX', 'ETH'] },
    digest: sha256('the policy'),
    ...over,
  };
}

export interface Windows {
  readonly ledger: Ledger;
  readonly rail: PaymentRail;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly now: () => number;
  readonly onTrouble: (request: number, error: unknown) => void;
}

const noticeBody = z.object({ key: z.string().optional(), railId: z.string().optional() });

/** One process of the desk, put together as the program does it. */
export function anInstance(windows: Windows) {
  return openApprovals({
    ...windows,
    team: 'T0TEAM',
    newNonce: () => randomBytes(16).toString('hex'),
    noticeAbout: (body) => {
      const { key, railId } = noticeBody.parse(JSON.parse(body));
      return { ...(key === undefined ? {} : { key }), ...(railId === undefined ? {} : { railId }) };
    },
    onNews: () => {},
  });
}

export async function aDesk({ policy = aPolicy() }: { policy?: Policy } = {}) {
  const ledger = await openLedger({ url: 'sqlite::memory:' });
  const rail = aRail();
  const standing = new Map<string, Standing>();
  const troubles: unknown[] = [];
  let time = Date.parse(noon);
  let presses = 0;
  const windows: Windows = {
    ledger,
    rail,
    directory: { standing: async (person) => standing.get(person) ?? 'member' },
    policy,
    now: () => time,
    onTrouble: (_, error) => troubles.push(error),
  };
  const by = (person: string) => ({ person, press: `press-${++presses}` });
  const first = anInstance(windows);

  const read = async (number: number): Promise<Request> => {
    const request = await first.record.read(number);
    if (!request) throw new Error(`There is no request ${number}.`);
    return request;
  };
  const asks = async (content: Partial<Content> = {}): Promise<Request> => {
    const draft = {
      id: `draft-${++presses}`,
      by: alice,
      createdAt: noon,
      content: { purpose: 'February', lines: [line()], ...content },
    };
    const request = await first.desk.ask(draft, by(alice));
    if (isRefusal(request)) throw new Error(`Refused: ${request.rule}.`);
    return request;
  };
  const approves = async (number: number, ...people: readonly string[]) => {
    const { asked } = await read(number);
    for (const person of people) await first.desk.approve(number, asked.fingerprint, by(person));
  };

  return {
    ...windows,
    ...first,
    rail,
    standing,
    troubles,
    by,
    read,
    asks,
    approves,
    /** Another process over the same ledger; what is named replaces this one's. */
    another: (over: Partial<Windows> = {}) => anInstance({ ...windows, ...over }),
    passes: (ms: number) => {
      time += ms;
    },
    /** A request of alice, approved by bob and carol, at the minute it is due. */
    due: async (content: Partial<Content> = {}): Promise<number> => {
      const { number } = (await asks(content)).asked;
      await approves(number, bob, carol);
      time += policy.schedule.sendDelay;
      return number;
    },
    /** What is on record of a request, by type. */
    types: async (number: number) => (await ledger.read(number)).map((event) => event.type),
    alerts: async () => (await ledger.openAlerts()).map((each) => each.key),
  };
}

/** A desk with one request that is due now, and what its rail will meet. */
export async function aDueDesk(script: readonly Turn[] = [], content: Partial<Content> = {}) {
  const desk = await aDesk();
  desk.rail.script.push(...script);
  const number = await desk.due(content);
  const stage = async () => (await desk.read(number)).stage;
  return {
    ...desk,
    number,
    look: () => desk.sweep.look(number),
    stage,
    state: async () => (await stage()).state,
    parts: async () => (await desk.read(number)).parts.map((part) => part.progress.state),
    sentParts: () => desk.rail.sends.map((each) => each.part),
    keys: () => new Set(desk.rail.sends.map((each) => each.key)).size,
  };
}
