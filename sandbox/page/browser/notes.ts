/** Passing notes: what Slack's client tells a person, and what could not be done on this page. */
import { useState } from 'preact/hooks';
import type { ShownNotice } from '../wire.ts';
import { useDesk } from './desk.ts';
import { html, type Shown } from './html.ts';

export interface Note {
  readonly id: number;
  readonly words: string;
}

const shownForMs = 8_000;

export function useNotes() {
  const [all, setAll] = useState<readonly Note[]>([]);
  const add = (words: string): void => {
    const id = performance.now();
    setAll((before) => [...before, { id, words }]);
    setTimeout(() => setAll((before) => before.filter((note) => note.id !== id)), shownForMs);
  };
  return { all, add };
}

export function Notes({
  notices,
  all,
}: {
  readonly notices: readonly ShownNotice[];
  readonly all: readonly Note[];
}): Shown {
  const { now } = useDesk();
  const recent = notices.filter(({ at }) => now() - at < shownForMs);
  return html`<div class="notes" role="status">
    ${[...all, ...recent].map(({ words }) => html`<p>${words}</p>`)}
  </div>`;
}
