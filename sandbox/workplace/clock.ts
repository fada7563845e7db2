/**
 * One clock for the bot and both emulators: `Date` of this process, shifted by an offset. The
 * product has no clock setting; it is started with this file as a preload and told over IPC.
 */
const RealDate = Date;
let offsetMs = 0;

/** Milliseconds by which `Date` runs ahead of the machine. */
export function offset(): number {
  return offsetMs;
}

export function setOffset(ms: number): void {
  offsetMs = ms;
}

class ShiftedDate extends RealDate {
  constructor(...parts: [] | [number | string | Date]) {
    if (parts.length === 0) super(RealDate.now() + offsetMs);
    else super(...parts);
  }
  static override now(): number {
    return RealDate.now() + offsetMs;
  }
}

/** From now on every `Date` of this process is shifted. Harmless when called again. */
export function install(): void {
  const { UTC, parse } = RealDate;
  Object.assign(ShiftedDate, { UTC, parse });
  globalThis.Date = ShiftedDate as DateConstructor;
}
