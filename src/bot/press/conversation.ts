/**
 * What every listener needs: the desk, the record, the two Slack clients, and what things look
 * like. Nothing happens here; the conversations are in folders of their own.
 */
import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Directory } from '../../approvals/authority/standing.ts';
import type { Desk } from '../../approvals/desk/desk.ts';
import type { Line } from '../../approvals/draft/content.ts';
import type { Drafts } from '../../approvals/draft/drafts.ts';
import type { Ledger } from '../../approvals/ledger/ledger.ts';
import type { Policy } from '../../approvals/policy/schema.ts';
import type { PaymentRail } from '../../approvals/rail/rail.ts';
import type { Clock } from '../../approvals/values/time.ts';
import type { CardContext } from '../cards/card.ts';
import type { Log } from '../host/log.ts';
import type { Presses } from './presses.ts';

export interface Conversation {
  readonly app: App;
  /** For modals: inside Slack's three seconds or not at all. */
  readonly interactive: WebClient;
  readonly worker: WebClient;
  readonly ledger: Ledger;
  readonly desk: Desk;
  readonly drafts: Drafts;
  readonly directory: Directory;
  readonly rail: PaymentRail;
  readonly policy: Policy;
  readonly team: string;
  readonly now: Clock;
  readonly log: Log;
  readonly presses: Presses;
  /** Looks at one request at once instead of when it is due. */
  readonly lookSoon: (request: number) => Promise<void>;
  /** Tells what was queued, soon. */
  readonly tellSoon: () => void;
  /** The look of things in a channel; with lines, the fees of them too. */
  readonly contextOf: (channel: string, lines?: readonly Line[]) => Promise<CardContext>;
  /** Minor units by currency code; undefined when they could not be read in time. */
  readonly balances: () => Promise<ReadonlyMap<string, bigint> | undefined>;
  /** Fetches the bytes of a file that a person handed over, or says by rule why not. */
  readonly download: (file: { url: string; size: number }) => Promise<Buffer | string>;
}
