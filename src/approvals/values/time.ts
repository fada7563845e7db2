/**
 * Instants and durations, as people write them in the policy (`90s`, `5m`, `72h`, `3d`) and as
 * machines count. Nothing here asks what time it is.
 */
import { z } from 'zod';

/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z.iso.datetime({ precision: 3 });

/** Epoch milliseconds. */
export type Clock = () => number;

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longestMs = 366 * unitMs.d;

/** @returns milliseconds, or undefined when the text is not a duration of at most a year. */
export function durationMs(text: string): number | undefined {
  const parts = /^(\d{1,9})([smhd])$/.exec(text);
  if (!parts) return undefined;
  const unit = parts[2] as keyof typeof unitMs;
  const ms = Number.parseInt(parts[1] ?? '', 10) * unitMs[unit];
  return ms <= longestMs ? ms : undefined;
}

/** `300000` → `5 minutes`; the largest unit that leaves no rest. */
export function durationText(ms: number): string {
  const units = [
    ['day', unitMs.d],
    ['hour', unitMs.h],
    ['minute', unitMs.m],
    ['second', unitMs.s],
  ] as const;
  for (const [name, size] of units) {
    if (ms % size === 0 && ms >= size) return counted(ms / size, name);
  }
  return counted(Math.ceil(ms / unitMs.s), 'second');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Whether our own clock can be relied on at this moment; how far it is off, ahead above zero. */
export type ClockTrust =
  | { readonly isTrusted: true }
  | { readonly isTrusted: false; readonly differenceMs: number };
