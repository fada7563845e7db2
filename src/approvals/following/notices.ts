/**
 * Stored notices: each wakes the request it is about. Nothing in one is believed but that something
 * moved.
 */
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../values/time.ts';

const noticesAtOnceMax = 200;

export type NoticeAbout = (body: string) => { readonly key?: string; readonly railId?: string };

export function openNotices({
  ledger,
  now,
  noticeAbout,
  onRung,
  onNews,
}: {
  ledger: Ledger;
  now: Clock;
  /** Which part a stored notice is about, by key or by the rail's id; undefined: none of ours. */
  noticeAbout: NoticeAbout;
  /** Before the request is woken: a look that is under way may have asked before the ring. */
  onRung: (request: number) => void;
  onNews: () => void;
}) {
  const at = () => new Date(now()).toISOString();
  return {
    /** Applies what is stored and open. */
    apply: async (): Promise<void> => {
      for (const notice of await ledger.openNotices(noticesAtOnceMax)) {
        const { key, railId } = noticeAbout(notice.body);
        const about =
          (key === undefined ? undefined : await ledger.byPartKey(key)) ??
          (railId === undefined ? undefined : await ledger.byRailId(railId));
        if (about) {
          onRung(about.request);
          await ledger.wakeAt(about.request, at());
        } else if (railId !== undefined) {
          const detail = `payout ${railId} is not one of ours`;
          await ledger.raise({ key: `unexplained:${railId}`, kind: 'unexplained', detail }, at());
          onNews();
        }
        await ledger.noticeApplied(notice.subscription, notice.eventId, at());
      }
    },
  };
}
