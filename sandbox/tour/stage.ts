/**
 * Where the tour is told: steps, deeds, what people saw, and checks that are counted. It prints as
 * things happen; on a terminal a last line says what is being waited for.
 */
import { isDeepStrictEqual, styleText } from 'node:util';
import { aligned, counted, seconds, shortened, unmarked, widthMax, wrapped } from './layout.ts';

type Style = Parameters<typeof styleText>[0];

export interface StageOptions {
  readonly write: (text: string) => void;
  /** How many steps there will be. */
  readonly steps: number;
  readonly colour: boolean;
  /** Keep a line up to date that says what is awaited. */
  readonly live: boolean;
  /** Milliseconds of real time. */
  readonly elapsed: () => number;
}

export interface Score {
  readonly steps: number;
  readonly checks: number;
  readonly failed: number;
}

export type Stage = ReturnType<typeof openStage>;

const liveEveryMs = 100;

export function openStage({ write, steps, colour, live, elapsed }: StageOptions) {
  let step = 0;
  let checks = 0;
  let failed = 0;
  let awaited = '';
  let fallen = false;

  const paint = (style: Style, text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const clear = () => {
    if (live) write('\r\x1b[2K');
  };
  const line = (text = '') => {
    if (fallen) return;
    clear();
    write(`${text}\n`);
  };
  const status = () => {
    const place = step === 0 ? 'getting ready' : `step ${step} of ${steps}`;
    const words = [place, seconds(elapsed()), ...(awaited ? [awaited] : [])].join(' · ');
    write(`\r\x1b[2K${paint('dim', `   ${words}`.slice(0, widthMax))}`);
  };
  const timer = live ? setInterval(status, liveEveryMs).unref() : undefined;
  const indented = (text: string, first: string, further: string) =>
    wrapped(text, widthMax - further.length).forEach((part, index) => {
      line(`${index === 0 ? first : further}${part}`);
    });

  const says = (text = '') => wrapped(text, widthMax).forEach((part) => void line(part));

  return {
    says,
    title: (text: string) => says(paint('bold', text)),

    /** A new step: its number, what it is about, and the time so far. */
    opens(title: string, why: string): void {
      step += 1;
      const left = `━━ Step ${step} of ${steps} ━━ ${title} `;
      const right = ` ${seconds(elapsed())} ━━`;
      line();
      line(paint('bold', left + '━'.repeat(widthMax - left.length - right.length) + right));
      indented(why, '   ', '   ');
    },

    /** What somebody does. */
    does(deed: string): void {
      line();
      indented(deed, ` ${paint('cyan', '▸')} `, '   ');
    },

    /** What is seen and by whom, as its readers read it, at most `head` + `tail` lines. */
    shows(where: string, text: string, size: { head?: number; tail?: number } = {}): void {
      const { head = 12, tail = 2 } = size;
      line(`     ${paint('dim', where)}`);
      const lines = wrapped(unmarked(text), widthMax - 7);
      for (const each of shortened(lines, { head, tail }))
        line(`     ${paint('dim', '│')} ${each}`);
    },

    /** What follows is the proof of the step. */
    proves(): void {
      line();
      line(`   ${paint('bold', 'Proof')}`);
    },

    /** Facts that belong together, lined up under a heading. */
    facts(heading: string, rows: readonly (readonly string[])[]): void {
      line(`     ${paint('dim', heading)}`);
      for (const each of aligned(rows)) line(`       ${each}`);
    },

    /** One check: what was found must equal what was expected. @returns whether it did. */
    check(statement: string, found: unknown, expected: unknown = true): boolean {
      checks += 1;
      const good = isDeepStrictEqual(found, expected);
      if (!good) failed += 1;
      indented(statement, `     ${good ? paint('green', '✓') : paint('red', '✗')} `, '       ');
      if (!good) {
        indented(`expected ${shown(expected)}`, '         ', '         ');
        indented(`found    ${shown(found)}`, '         ', '         ');
      }
      return good;
    },

    /** The step could not go on; counts as a check that failed. */
    breaks(error: unknown): void {
      checks += 1;
      failed += 1;
      line();
      indented(messageOf(error), `   ${paint('red', '✗')} `, '     ');
    },

    awaits(what: string): void {
      awaited = what;
    },

    /** The last words. Nothing is kept up to date after them. */
    closes(): Score {
      clearInterval(timer);
      const score = { steps: step, checks, failed };
      const words = `${counted(step, 'step')}, ${counted(checks, 'check')}, ${failed} failed`;
      const good = failed === 0 && step === steps;
      line();
      line(
        paint(good ? ['bold', 'green'] : ['bold', 'red'], `${words}, in ${seconds(elapsed())}.`),
      );
      return score;
    },

    /** Ends in the middle: after these words nothing more is printed. */
    falls(words: string): void {
      clearInterval(timer);
      line();
      line(words);
      fallen = true;
    },

    failed: () => failed,

    /** Long lines of a machine, cut to what fits. */
    lists(heading: string, lines: readonly string[]): void {
      line();
      line(`   ${paint('bold', heading)}`);
      for (const each of lines) line(`     ${each.slice(0, widthMax - 5)}`);
    },
  };
}

const shownMax = 400;

function shown(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part));
  return (text ?? 'nothing').slice(0, shownMax);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
