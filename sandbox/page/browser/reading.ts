/**
 * How far each person has read, remembered by this browser: unread marks survive a reload and a
 * change of person. Marks of other data (before a reset) do not count.
 */
import type { ShownChannel, SlackState } from '../wire.ts';

type Marks = { readonly [personAndChannel: string]: string };

const keyOf = (person: string, channel: string): string => `${person} ${channel}`;
const shelf = ({ dataId }: SlackState): string => `read ${dataId}`;

export function marksOf(slack: SlackState): Marks {
  const kept: Marks = JSON.parse(localStorage.getItem(shelf(slack)) ?? '{}');
  return kept;
}

export const readUpTo = (slack: SlackState, channel: string): string =>
  marksOf(slack)[keyOf(slack.me, channel)] ?? '';

/** Remembers that everything here was seen. @returns whether anything was new. */
export function markRead(slack: SlackState, { id, messages }: ShownChannel): boolean {
  const last = messages.at(-1)?.ts ?? '';
  const marks = marksOf(slack);
  const key = keyOf(slack.me, id);
  if (last <= (marks[key] ?? '')) return false;
  localStorage.setItem(shelf(slack), JSON.stringify({ ...marks, [key]: last }));
  return true;
}

/** Thread replies are told by their thread, not by the channel. */
export function unreadIn(slack: SlackState, { id, messages }: ShownChannel): number {
  const mark = readUpTo(slack, id);
  return messages.filter(
    ({ ts, user, threadTs }) => ts > mark && user !== slack.me && threadTs === undefined,
  ).length;
}

/** What buzzed on this person's phone since they were looked in on, for the row of people. */
export function unseenPushes(slack: SlackState, person: SlackState['people'][number]): number {
  const marks = marksOf(slack);
  const seen = marks[keyOf(person.id, 'looked in')] ?? '';
  return person.pushes.filter((ts) => ts > seen).length;
}

export function lookedIn(slack: SlackState): void {
  const last = slack.people.find(({ id }) => id === slack.me)?.pushes.at(-1) ?? '';
  const marks = marksOf(slack);
  const key = keyOf(slack.me, 'looked in');
  if (last <= (marks[key] ?? '')) return;
  localStorage.setItem(shelf(slack), JSON.stringify({ ...marks, [key]: last }));
}
