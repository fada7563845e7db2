/** The stage of the tour: what it counts, and how what it prints looks. */
import { describe, expect, it } from 'vitest';
import { aligned, shortened, unmarked, wrapped } from '../../sandbox/tour/layout.ts';
import { openStage } from '../../sandbox/tour/stage.ts';

function aStage({ steps = 1, colour = false } = {}) {
  let printed = '';
  const stage = openStage({
    write: (text) => {
      printed += text;
    },
    steps,
    colour,
    live: false,
    elapsed: () => 1_250,
  });
  return { ...stage, printed: () => printed };
}

describe('a check', () => {
  it('holds when what was found equals what was expected', () => {
    const stage = aStage();
    stage.opens('One', 'Because.');
    expect(stage.check('Two and two', { sum: 4n }, { sum: 4n })).toBe(true);
    expect(stage.closes()).toEqual({ steps: 1, checks: 1, failed: 0 });
    expect(stage.printed()).toContain('     ✓ Two and two\n');
    expect(stage.printed()).toMatch(/\n1 step, 1 check, 0 failed, in 1\.3 s\.\n$/);
  });

  it('that does not hold is counted, and says what was expected and what was found', () => {
    const stage = aStage();
    stage.opens('One', 'Because.');
    expect(stage.check('Two and two', [5n], [4n])).toBe(false);
    stage.check('Still true', true);
    expect(stage.closes()).toEqual({ steps: 1, checks: 2, failed: 1 });
    expect(stage.printed()).toContain(
      '     ✗ Two and two\n         expected ["4"]\n         found    ["5"]\n     ✓ Still true\n',
    );
  });

  it('does not hold when the numbers are alike but not the same', () => {
    const stage = aStage();
    expect(stage.check('One', '1', 1)).toBe(false);
    expect(stage.check('Nothing', undefined, null)).toBe(false);
  });
});

it('a step that cannot go on counts as a failed check', () => {
  const stage = aStage();
  stage.opens('One', 'Because.');
  stage.breaks(new Error('It did not happen: the card.'));
  expect(stage.closes()).toEqual({ steps: 1, checks: 1, failed: 1 });
  expect(stage.printed()).toContain('✗ It did not happen: the card.');
});

it('after the fall nothing more is printed', () => {
  const stage = aStage();
  stage.falls('Stopped.');
  stage.does('Something late.');
  expect(stage.printed()).toMatch(/Stopped\.\n$/);
});

it('a heading fills the width and tells the time', () => {
  const stage = aStage();
  stage.opens('One', 'Because.');
  const heading = stage.printed().split('\n')[1] ?? '';
  expect(heading).toMatch(/^━━ Step 1 of 1 ━━ One ━+ 1\.3 s ━━$/);
  expect(heading).toHaveLength(100);
});

it('colours are used only where they are wanted', () => {
  const plain = aStage();
  plain.check('Good', true);
  expect(plain.printed()).not.toContain('\u001b');
  const coloured = aStage({ colour: true });
  coloured.check('Good', true);
  expect(coloured.printed()).toContain('\u001b[32m✓');
});

describe('the layout', () => {
  it('wraps at words, and hangs the further lines of a list under its text', () => {
    expect(wrapped('• one two three', 9)).toEqual(['• one two', '  three']);
    expect(wrapped('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrapped('a\nb', 9)).toEqual(['a', 'b']);
  });

  it('leaves out the middle of what is long, and says how much', () => {
    const lines = ['1', '2', '3', '4', '5'];
    expect(shortened(lines, { head: 2, tail: 1 })).toEqual(['1', '2', '… 2 more lines …', '5']);
    expect(shortened(lines, { head: 3, tail: 1 })).toEqual(lines);
    expect(shortened(lines, { head: 1, tail: 0 })).toEqual(['1', '… 4 more lines …']);
  });

  it('draws Slack’s marks as a client does', () => {
    expect(unmarked('*Payout 7* to `T1` · Open the card (http://127.0.0.1:1/a)\n---')).toBe(
      'Payout 7 to T1 · Open the card\n────────────',
    );
  });

  it('lines columns up', () => {
    expect(
      aligned([
        ['a', 'bcd', 'e'],
        ['fgh', 'i'],
      ]),
    ).toEqual(['a    bcd  e', 'fgh  i']);
  });
});
