/**
 * What every part of the page needs: the states as they are now, where the reader is, and the way
 * to do something. It is handed down as a context; nothing here draws.
 */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CalypsoState, SlackState, TroublesState } from '../wire.ts';

/** What can stand in the middle. `thread` is the ts of its first message. */
export interface Place {
  readonly channel: string;
  readonly thread?: string;
}

/** At phone width one of these is there at a time. */
export type Pane = 'channels' | 'chat' | 'calypso';

export interface Desk {
  readonly slack: SlackState;
  readonly calypso: CalypsoState;
  readonly troubles: TroublesState;
  readonly place: Place;
  readonly go: (place: Place) => void;
  readonly be: (person: string) => void;
  /** Does it as the person the page is now; a no appears as a passing note. */
  readonly act: (deed: object) => Promise<boolean>;
  /** The sandbox's time, epoch milliseconds. */
  readonly now: () => number;
}

const context = createContext<Desk | undefined>(undefined);
export const DeskProvider = context.Provider;

export function useDesk(): Desk {
  const desk = useContext(context);
  if (!desk) throw new Error('There is no desk above this part of the page.');
  return desk;
}

export const personNamed = ({ slack }: Desk, id: string): string =>
  id === slack.app.botUserId
    ? slack.app.name
    : (slack.people.find((person) => person.id === id)?.name ?? id);
