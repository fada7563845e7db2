/** The end of the bot's log, shown when something failed: time, level, words, details. */
import type { BotProcess } from '../workplace/bot.ts';

const linesMax = 15;

/** @returns a heading and the lines. */
export function logTail({ pid, output }: BotProcess): readonly [string, readonly string[]] {
  const lines = output().trimEnd().split('\n').slice(-linesMax);
  return [`The end of the bot’s log (process ${pid})`, lines.map(readable)];
}

/** What is not a line of the log, such as the trace of a crash, stays as it is. */
function readable(line: string): string {
  if (!line.startsWith('{')) return line;
  const { time, level, msg, ...details } = fieldsOf(line);
  const more = Object.keys(details).length === 0 ? '' : JSON.stringify(details);
  return [`${time}`.slice(11, 23), level, msg, more].join('  ').trimEnd();
}

function fieldsOf(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    return { msg: line };
  }
}
