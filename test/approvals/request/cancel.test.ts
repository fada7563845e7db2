/** Canceling what the rail has: who may say so, that the rail is asked, and what is believed of it. */
import { describe, expect, it } from 'vitest';
import { isCancelable } from '../../../src/approvals/request/cancel.ts';
import { aDueDesk, minute } from '../../support/desk.ts';
import { at, line } from '../../support/events.ts';
import { command, folded, given, pasts, settled } from '../../support/given.ts';
import { alice, bob, dave, erin } from '../../support/people.ts';
import type { Payout } from '../../support/rail.ts';

const asked = { type: 'cancelAsked', at: at(9), by: bob, because: 'Typo', press: 'p1' } as const;
const tried = (answer: 'taken' | 'refused' | 'unclear') =>
  ({ type: 'cancelTried', at: at(10), by: 'countersign', part: 1, answer, detail: '' }) as const;

describe('a cancel', () => {
  it.each([alice, bob, erin])('may be asked for by %s', (by) =>
    given(...pasts.sent)
      .when(command.askCancel(by))
      .records({ type: 'cancelAsked', by, because: 'Wrong month' }),
  );

  it('may not be asked for by one whom the policy does not name', () =>
    given(...pasts.sent)
      .when(command.askCancel(dave))
      .refuses('not-an-approver'));

  it('may not be asked for by a guest', () =>
    given(...pasts.sent)
      .when(command.askCancel(bob, { standing: 'guest' }))
      .refuses('guest'));

  it('needs a reason', () =>
    given(...pasts.sent)
      .when(command.askCancel(bob, { because: ' ' }))
      .refuses('reason-missing'));

  it('that is under way is not asked for twice', () =>
    given(...pasts.sent, asked)
      .when(command.askCancel(erin))
      .refuses('not-cancelable'));

  it('that came to nothing may be asked for again', () => {
    given(...pasts.sent, asked, tried('refused'))
      .when(command.askCancel(erin))
      .records({ type: 'cancelAsked' });
    const again = folded([...pasts.sent, asked, tried('refused'), { ...asked, press: 'p2' }]);
    expect(isCancelable(again)).toBe(false);
  });

  it('is asked for no more when everything has ended', () =>
    given(...pasts.sent, settled(1, 'paid'))
      .when(command.askCancel(bob))
      .refuses('not-cancelable'));

  it('that was tried without being asked for is a broken ledger', () =>
    expect(() => folded([...pasts.sent, tried('taken')])).toThrow('Broken ledger'));
});

/** What the rail does with the payout when it is asked to cancel. */
const doing =
  (...statuses: Payout['lines'][number]['status'][]) =>
  (payout: Payout) => {
    payout.phase = statuses.includes('open') ? 'in-progress' : 'settled';
    payout.lines = payout.lines.map(({ line: number }, index) => ({
      line: number,
      status: statuses[index] ?? 'open',
    }));
    return { answer: 'taken', detail: 'CANCELED' } as const;
  };

async function aSentDesk(lines = 1) {
  const desk = await aDueDesk([], {
    lines: Array.from({ length: lines }, (_, index) => line({ amountMinor: BigInt(index + 1) })),
  });
  await desk.look();
  const cancels = (person = bob) => desk.desk.askCancel(desk.number, 'Typo', desk.by(person));
  const told = async (person: string) => {
    const news = await desk.ledger.unsent(`dm:${person}`, 'news');
    return news.map(({ data }) => data.about);
  };
  return { ...desk, cancels, told };
}

describe('at the next look', () => {
  it('the rail is asked with the reason, and what it shows then is the end', async () => {
    const desk = await aSentDesk();
    desk.rail.control.onCancel = doing('canceled');
    await desk.cancels();
    expect(desk.rail.cancels).toEqual([]);
    await desk.look();
    expect(desk.rail.cancels).toMatchObject([{ message: 'Typo' }]);
    expect(await desk.state()).toBe('canceled');
    expect((await desk.types(desk.number)).slice(-3)).toEqual([
      'cancelAsked',
      'observed',
      'cancelTried',
    ]);
  });

  it('a cancel the rail says it took is not believed without its lines', async () => {
    const desk = await aSentDesk();
    desk.rail.control.onCancel = () => ({ answer: 'taken', detail: 'CANCELED' });
    await desk.cancels();
    await desk.look();
    expect(await desk.state()).toBe('sent');
    expect((await desk.read(desk.number)).parts[0]?.cancelTried).toBe('taken');
  });

  it('a cancel that came too late leaves the payout to its end', async () => {
    const desk = await aSentDesk();
    await desk.cancels();
    await desk.look();
    expect((await desk.read(desk.number)).parts[0]?.cancelTried).toBe('refused');
    for (const { key } of desk.rail.sends) desk.rail.settle(key, 'paid');
    await desk.look();
    expect(await desk.state()).toBe('completed');
    expect(desk.rail.cancels).toHaveLength(1);
  });

  it('a batch of which some had left is paid in part', async () => {
    const desk = await aSentDesk(6);
    desk.rail.control.onCancel = doing(
      'paid',
      'paid',
      'canceled',
      'canceled',
      'canceled',
      'canceled',
    );
    await desk.cancels();
    await desk.look();
    expect(await desk.state()).toBe('partly-paid');
  });

  it('every part is asked once, and an ended one is left alone', async () => {
    const desk = await aSentDesk(3);
    const [first] = desk.rail.sends;
    desk.rail.settle(first?.key ?? '', 'paid');
    await desk.look();
    desk.rail.control.onCancel = doing('canceled');
    await desk.cancels(alice);
    await desk.look();
    await desk.look();
    expect(desk.rail.cancels.map(({ key }) => key)).toEqual(
      desk.rail.sends.slice(1).map(({ key }) => key),
    );
    expect(await desk.state()).toBe('partly-paid');
  });

  it('is asked again when the rail considered nothing, half a minute later', async () => {
    const desk = await aSentDesk();
    desk.rail.control.onCancel = () => ({ answer: 'deferred', detail: 'Busy' });
    await desk.cancels();
    await desk.look();
    desk.rail.control.onCancel = doing('canceled');
    desk.passes(minute / 2);
    await desk.sweep.tick();
    expect(desk.rail.cancels).toHaveLength(2);
    expect(await desk.state()).toBe('canceled');
  });

  it('is asked again when the rail could not be looked at afterwards', async () => {
    const desk = await aSentDesk();
    desk.rail.control.onCancel = (payout) => {
      desk.rail.control.blind = true;
      return doing('canceled')(payout);
    };
    await desk.cancels();
    await desk.look();
    expect((await desk.types(desk.number)).at(-1)).toBe('cancelAsked');
    desk.rail.control.blind = false;
    desk.rail.control.onCancel = () => ({ answer: 'refused', detail: 'Invalid state' });
    await desk.look();
    expect(await desk.state()).toBe('canceled');
  });

  it('whoever asked hears what came of it, and the requester only once', async () => {
    const desk = await aSentDesk();
    desk.rail.control.onCancel = doing('canceled');
    await desk.cancels(bob);
    await desk.look();
    expect(await desk.told(bob)).toEqual([`cancel:${bob}`]);
    expect(await desk.told(alice)).toContain('end');
    const thread = await desk.ledger.unsent(`request:${desk.number}`, 'thread');
    const types = await desk.types(desk.number);
    const said = thread.map(({ data }) => types[Number(data.seq) - 1]);
    expect(said.slice(-3)).toEqual(['cancelAsked', 'observed', 'cancelTried']);

    const own = await aSentDesk();
    own.rail.control.onCancel = doing('canceled');
    await own.cancels(alice);
    await own.look();
    expect((await own.told(alice)).filter((about) => `${about}`.startsWith('cancel'))).toEqual([]);
    expect(await own.told(alice)).toContain('end');
  });
});
