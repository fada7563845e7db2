/**
 * The line to the page server: its state as it changes, and deeds on the way back. When the server
 * goes, the browser tries again by itself, and the page says so meanwhile.
 */
import type { CalypsoState, ClockState, SlackState, TroublesState } from '../wire.ts';

export interface Live {
  readonly slack: SlackState;
  readonly calypso: CalypsoState;
  readonly troubles: TroublesState;
  readonly clock: ClockState;
}

/** Listens as this person. @returns the end of it. */
export function listen(
  me: string,
  on: {
    readonly part: (part: Partial<Live>) => void;
    readonly connected: (isConnected: boolean) => void;
  },
): () => void {
  const source = new EventSource(`/live?as=${encodeURIComponent(me)}`);
  for (const part of ['slack', 'calypso', 'troubles', 'clock'])
    source.addEventListener(part, (event) => on.part({ [part]: JSON.parse(event.data) }));
  source.onopen = () => on.connected(true);
  source.onerror = () => on.connected(false);
  return () => source.close();
}

/** @returns why it was not done, or undefined when it was. */
export async function perform(me: string, deed: object): Promise<string | undefined> {
  try {
    const response = await fetch(`/do?as=${encodeURIComponent(me)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(deed),
    });
    const answer: { ok: boolean; error?: string } = await response.json();
    return answer.ok ? undefined : (answer.error ?? 'It was not done.');
  } catch {
    return 'The sandbox does not answer. Is it still running?';
  }
}

export interface Handed {
  readonly name: string;
  readonly base64: string;
}

/** A file as it travels in a deed. */
export async function handed(file: File): Promise<Handed> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { name: file.name, base64: btoa(binary) };
}

/** One of the sample files, as if it had been picked from the disk. */
export async function sampleFile(name: string): Promise<File> {
  const response = await fetch(`/samples/${encodeURIComponent(name)}`);
  return new File([await response.blob()], name, { type: 'text/csv' });
}
