/**
 * Events as the desk would record them, valid unless a test says otherwise, at a fixed noon.
 * A test names only what it is about.
 */
import type { Content } from '../../src/approvals/draft/content.ts';
import { planParts } from '../../src/approvals/draft/parts.ts';
import type { LineProgress } from '../../src/approvals/rail/reports.ts';
import type { RequestEventOf, Requested } from '../../src/approvals/request/events.ts';
import { fingerprint, partKey } from '../../src/approvals/request/fingerprint.ts';
import type { Currency } from '../../src/approvals/values/currency.ts';
import { sha256 } from '../../src/approvals/values/digest.ts';
import { alice, maria, treasury } from './people.ts';

export const noon = at(0);

/** So many minutes after noon. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2026, 2, 2, 12, minutes)).toISOString();
}

const usdt: Currency = {
  code: 'USDT_TRX',
  coin: 'USDT',
  network: 'Tron',
  decimals: 6,
  family: 'tron',
  feeCurrency: 'TRX',
  linesPerPart: 100,
};

type Line = Content['lines'][number];

/** 250 USDT on Tron to Maria. */
export function line(over: Partial<Line> = {}): Line {
  return {
    address: maria,
    currency: usdt.code,
    amountMinor: 250_000_000n,
    payee: 'Maria',
    ...over,
  };
}

/** Everything about it follows from these few: parts, keys and fingerprint are computed. */
export function requested(
  over: Partial<Pick<Requested, 'number' | 'draftId' | 'by' | 'at'>> & Partial<Content> = {},
): Requested {
  const { number = 1001, by = alice, at: askedAt = noon, purpose = 'February', lines } = over;
  const content: Content = { purpose, lines: lines ?? [line()] };
  const plan = planParts(content.lines, () => usdt);
  const covered = {
    host: 'https://api.calypso.money',
    account: 'TOurOwnAccount',
    team: 'T0TEAM',
    number,
    authors: [by],
    content,
    decimals: { [usdt.code]: usdt.decimals },
    policy: sha256('the policy'),
    nonce: '00112233445566778899aabbccddeeff',
  };
  const digest = fingerprint({ ...covered, parts: plan });
  return {
    ...covered,
    type: 'requested',
    at: askedAt,
    by,
    draftId: over.draftId ?? `draft-${number}`,
    parts: plan.map((part) => {
      const key = partKey(digest, part.part);
      const payload = JSON.stringify({ key, lines: part.lines });
      return { ...part, key, payload, payloadSha256: sha256(payload) };
    }),
    fingerprint: digest,
    approval: 'normal',
    needs: [{ from: 'treasury', count: 2, people: treasury }],
    findings: [],
    sendDelayMs: 300_000,
    expiresAt: at(72 * 60),
  };
}

export function approved(by: string, over: { asked?: Requested; at?: string } = {}) {
  const { asked = requested(), at: pressedAt = at(1) } = over;
  const press = `press-${by}-${pressedAt}`;
  return { type: 'approved', at: pressedAt, by, fingerprint: asked.fingerprint, press } as const;
}

export function takenBack(by: string) {
  return { type: 'approvalTakenBack', at: at(2), by, press: `press-${by}-back` } as const;
}

export function rejected(by: string, because = 'Not this month') {
  return { type: 'rejected', at: at(2), by, because, press: `press-${by}-reject` } as const;
}

export function cleared(...counted: string[]): RequestEventOf<'cleared'> {
  return { type: 'cleared', at: at(3), by: desk, counted, dueAt: at(8) };
}

export function partStarted(part = 1, attempt = 1): RequestEventOf<'partStarted'> {
  return {
    type: 'partStarted',
    at: at(8),
    by: desk,
    part,
    attempt,
    timestamp: Date.parse(at(8)),
    bodySha256: sha256(`body of part ${part}, attempt ${attempt}`),
    deadline: at(9),
  };
}

export function accepted(part = 1, railId = `rail-${part}`): RequestEventOf<'outcomeRecorded'> {
  return ended(part, { kind: 'accepted', railId });
}

export function declined(part = 1, because = 'Unknown address'): RequestEventOf<'outcomeRecorded'> {
  return ended(part, { kind: 'declined', because });
}

export function unclear(part = 1, because = 'No answer'): RequestEventOf<'outcomeRecorded'> {
  return ended(part, { kind: 'unclear', because });
}

/** What the rail says of a part's lines, at a minute after noon. */
export function observed(
  minutes: number,
  lines: readonly LineProgress[],
): RequestEventOf<'observed'> {
  return {
    type: 'observed',
    at: at(minutes),
    by: desk,
    part: 1,
    report: { phase: 'in-progress', railState: 'IN_PROGRESS', lines: [...lines] },
  };
}

const desk = 'countersign';

function ended(
  part: number,
  outcome: RequestEventOf<'outcomeRecorded'>['outcome'],
): RequestEventOf<'outcomeRecorded'> {
  return {
    type: 'outcomeRecorded',
    at: at(9),
    by: desk,
    part,
    attempt: 1,
    outcome,
    from: 'answer',
  };
}
