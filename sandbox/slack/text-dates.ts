/**
 * Slack's date tokens, always shown in UTC and always with the zone.
 * Slack shows them in the reader's zone; here every reader lives in UTC, so that tests can tell.
 */

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const two = (value: number): string => String(value).padStart(2, '0');

function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  const suffix = teen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${suffix}`;
}

/** A moment (seconds since 1970) in a format such as `{date_short} at {time}`. */
export function clock(seconds: number, format: string): string {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return format;
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const name = months[month] ?? '';
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  const tokens: Readonly<Record<string, string>> = {
    date_num: `${year}-${two(month + 1)}-${two(day)}`,
    date: `${name} ${ordinal(day)}, ${year}`,
    date_short: `${name.slice(0, 3)} ${day}, ${year}`,
    date_long: `${days[at.getUTCDay()]}, ${name} ${ordinal(day)}, ${year}`,
    time,
    time_secs: `${time}:${two(at.getUTCSeconds())}`,
    ago: `${year}-${two(month + 1)}-${two(day)} ${time}`,
  };
  const read = format.replace(/\{([a-z_]+)\}/g, (whole, token: string) => {
    return tokens[token.replace(/_pretty$/, '')] ?? whole;
  });
  return `${read} UTC`;
}
