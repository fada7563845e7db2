/**
 * Slack's date tokens in the reader's own zone and manner; `pretty` ones say today or tomorrow.
 * What today is comes from the sandbox's clock, never from the machine's.
 */

const dayMs = 86_400_000;

/** A moment (seconds since 1970) in a format such as `{date_short_pretty} at {time}`. */
export function dated(seconds: number, format: string, nowMs: number): string {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return '';
  return format.replace(/\{([a-z_]+)\}/g, (whole, token: string) => {
    const near = token.endsWith('_pretty') ? nearDay(at, nowMs) : undefined;
    return near ?? tokens[token.replace(/_pretty$/, '')]?.(at) ?? whole;
  });
}

/** `14:05` or `2:05 PM`, as the reader is used to. */
export const timeOf = (ms: number): string =>
  intl({ hour: '2-digit', minute: '2-digit' })(new Date(ms));

/** `Friday, November 20`. */
export const dayOf = (ms: number): string =>
  intl({ weekday: 'long', month: 'long', day: 'numeric' })(new Date(ms));

const intl = (options: Intl.DateTimeFormatOptions): ((at: Date) => string) => {
  const format = new Intl.DateTimeFormat(undefined, options);
  return (at) => format.format(at);
};

const tokens: Readonly<Record<string, (at: Date) => string>> = {
  date_num: intl({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  date: intl({ year: 'numeric', month: 'long', day: 'numeric' }),
  date_short: intl({ year: 'numeric', month: 'short', day: 'numeric' }),
  date_long: intl({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }),
  time: (at) => timeOf(at.getTime()),
  time_secs: intl({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  ago: intl({
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }),
};

function nearDay(at: Date, nowMs: number): string | undefined {
  const midnight = (moment: Date) => new Date(moment).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(at) - midnight(new Date(nowMs))) / dayMs);
  return new Map([
    [0, 'today'],
    [-1, 'yesterday'],
    [1, 'tomorrow'],
  ]).get(days);
}

/** A Slack ts, such as `1732100000.000100`, in milliseconds. */
export const msOf = (ts: string): number => Math.floor(Number.parseFloat(ts) * 1000);
