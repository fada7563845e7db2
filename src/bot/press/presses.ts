/**
 * Record, acknowledge, act: a press is durable before it is acknowledged, because Slack never
 * sends it again. What was recorded and not finished, by a crash say, is finished a minute later.
 */
import type { Ledger, Press } from '../../approvals/ledger/ledger.ts';
import type { Pressed } from './read-press.ts';

/** What a press of this kind does. Doing it twice must have one effect; the desk sees to that. */
export type PressHandler = (press: Press) => Promise<void>;
export type Handlers = Readonly<Record<string, PressHandler>>;

export interface Presses {
  /** Durable when it resolves: acknowledge then. `repeated` presses have no effect. */
  take(press: Press): Promise<'new' | 'repeated'>;
  /** Acts, after the acknowledgement. Never throws: trouble is reported, the press stays open. */
  act(press: Press): Promise<void>;
  /** Acts on what is recorded and not finished, by whoever: all of it, or what is older than this. */
  resume(olderThanMs?: number): Promise<void>;
  /** Resolves when nothing is being acted on. */
  settled(): Promise<void>;
}

export function openPresses({
  ledger,
  handlers,
  now,
  onTrouble,
  onActed,
}: {
  ledger: Ledger;
  handlers: Readonly<Record<string, PressHandler>>;
  now: () => number;
  onTrouble: (press: Press, error: unknown) => Promise<void>;
  onActed: (press: Press) => void;
}): Presses {
  const acting = new Map<string, Promise<void>>();

  const act = async (press: Press) => {
    const work = (async () => {
      try {
        const handler = handlers[press.kind];
        if (!handler) throw new Error(`No handler for a press of kind "${press.kind}".`);
        await handler(press);
        await ledger.pressHandled(press.key, new Date(now()).toISOString());
        onActed(press);
      } catch (error) {
        await onTrouble(press, error);
      }
    })();
    acting.set(press.key, work);
    await work.finally(() => acting.delete(press.key));
  };

  return {
    take: (press) => ledger.recordPress(press),
    act,
    resume: async (olderThanMs = 0) => {
      const before = new Date(now() - olderThanMs).toISOString();
      for (const press of await ledger.openPresses())
        if (press.at <= before && !acting.has(press.key)) await act(press);
    },
    settled: async () => {
      while (acting.size > 0) await Promise.all(acting.values());
    },
  };
}

export function pressOf(
  pressed: Pressed,
  kind: string,
  data: Record<string, unknown>,
  now: number,
): Press {
  return { key: pressed.key, kind, person: pressed.person, data, at: new Date(now).toISOString() };
}
