/**
 * Alerts that no event raises: what lasts too long. Looked at with every look, raised once.
 */
import type { RequestRecord } from '../desk/record.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isExhausted, unclearsMax } from '../request/attempts.ts';
import type { Part, Request } from '../request/request.ts';
import { news } from '../telling/announcements.ts';
import { confirmationKey, confirmationSince, unclearKey, unsettled } from '../telling/incidents.ts';
import type { Clock } from '../values/time.ts';

/** An outcome that is unclear for longer than this is people's business too. */
const unclearAlertMs = 60_000;
/** So is a payout that waits for longer than this to be confirmed where we cannot. */
const confirmationAlertMs = 30 * 60_000;

export interface Watch {
  /** Raises the alert about an unclear outcome once look-ups alone do not settle it. */
  unclear(request: Request): Promise<void>;
  /** Nobody here can confirm it; after a while somebody must be told that it waits for people. */
  confirmation(number: number): Promise<void>;
}

export function openWatch({
  ledger,
  record,
  now,
}: {
  ledger: Ledger;
  record: RequestRecord;
  now: Clock;
}): Watch {
  const at = () => new Date(now()).toISOString();
  return {
    unclear: async (request) => {
      const part = request.parts.find((each) => each.progress.state === 'unclear');
      if (part?.progress.state !== 'unclear') return;
      const exhausted = isExhausted(part, at());
      if (!exhausted && now() - Date.parse(part.progress.since) < unclearAlertMs) return;
      const { number } = request.asked;
      const why = exhausted ? exhaustedWords(part) : `: ${part.progress.because}`;
      const detail = `part ${part.part}${why}`;
      await ledger.raise(
        { key: unclearKey(number), kind: 'unclear', request: number, detail },
        at(),
      );
      await ledger.enqueue([news(request, 'unclear')], at());
      const after = await record.read(number);
      if (after && !unsettled(after)) await ledger.resolve(unclearKey(number), at());
    },
    confirmation: async (number) => {
      const request = await record.read(number);
      const waits = request && confirmationSince(request);
      if (waits === undefined || now() - Date.parse(waits) < confirmationAlertMs) return;
      const detail = 'it waits for a confirmation in the dashboard';
      const incident = {
        key: confirmationKey(number),
        kind: 'confirmation',
        request: number,
        detail,
      };
      await ledger.raise(incident, at());
    },
  };
}

function exhaustedWords({ unclears }: Part): string {
  return unclears >= unclearsMax
    ? ` was asked ${unclears} times without a clear answer`
    : ' was asked too long ago to be asked again; it is only looked up';
}
