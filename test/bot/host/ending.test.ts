/** How the process ends, and what its last line says then. */
import { describe, expect, it } from 'vitest';
import { openEnding } from '../../../src/bot/host/ending.ts';
import { openLog } from '../../../src/bot/host/log.ts';

function anEnding(stop: () => Promise<void> = async () => undefined) {
  const lines: string[] = [];
  const exits: number[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const log = openLog({ level: 'fatal', secrets: [], destination });
  const ending = openEnding({ log, stop, exit: (code) => exits.push(code) });
  const last = (): unknown => JSON.parse(lines.at(-1) ?? '{}');
  return { ending, exits, last };
}

describe('D8: the last line', () => {
  it.each([
    ['an error', new Error('lost'), { message: 'lost' }],
    ['a text', 'lost', 'lost'],
    ['nothing at all', undefined, undefined],
    ['null', null, null],
  ])('tells what was thrown when it is %s, and the code is 1', async (_, err, told) => {
    const { ending, exits, last } = anEnding();
    await ending.end({ err });
    expect(exits).toEqual([1]);
    const reason = 'an error that nobody caught';
    expect(last()).toMatchObject({ level: 'fatal', reason, msg: 'Countersign has ended' });
    if (told !== undefined) expect(last()).toMatchObject({ err: told });
  });

  it('tells what could not be stopped, and the code is 1', async () => {
    const { ending, exits, last } = anEnding(() => Promise.reject(new Error('still writing')));
    await ending.end({ signal: 'SIGTERM' });
    expect(exits).toEqual([1]);
    expect(last()).toMatchObject({ err: { message: 'still writing' } });
  });

  it('tells why it decided to end, and the code is 1', async () => {
    const { ending, exits, last } = anEnding();
    ending.becauseOf(new Error('another workspace'));
    ending.becauseOf(new Error('and one more reason'));
    await ending.end({});
    expect(exits).toEqual([1]);
    expect(last()).toMatchObject({ err: { message: 'another workspace' } });
  });

  it.each([
    ['that it took too long', (ending: ReturnType<typeof openEnding>) => ending.tooSlow(15_000)],
    ['that it was told twice', (ending: ReturnType<typeof openEnding>) => ending.again('SIGINT')],
  ])('tells %s', (_, happens) => {
    const { ending, last } = anEnding();
    happens(ending);
    expect(last()).toMatchObject({ reason: expect.any(String), msg: 'Countersign has ended' });
  });

  it('leaves the code to whoever asked when a signal ends it', async () => {
    const { ending, exits } = anEnding();
    await ending.end({ signal: 'SIGTERM' });
    expect(exits).toEqual([]);
  });
});
