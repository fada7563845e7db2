/** The desk's verbs over a real ledger: who is let in, what is written, and who wins a race. */
import { describe, expect, it } from 'vitest';
import type { Standing } from '../../../src/approvals/authority/standing.ts';
import type { Draft } from '../../../src/approvals/draft/content.ts';
import { fingerprint, partKey } from '../../../src/approvals/request/fingerprint.ts';
import { sha256 } from '../../../src/approvals/values/digest.ts';
import { isRefusal, type RefusalRule } from '../../../src/approvals/vocabulary/refusals.ts';
import { aDesk, aPolicy, hour } from '../../support/desk.ts';
import { at, line, noon } from '../../support/events.ts';
import { alice, bob, carol, dave, erin, requesters, treasury } from '../../support/people.ts';

function draft(over: Partial<Draft> & Partial<Draft['content']> = {}): Draft {
  const { id = 'draft-1', by = alice, lines = [line()], purpose = 'February' } = over;
  return { id, by, createdAt: noon, content: { purpose, lines } };
}

describe('asking', () => {
  it('writes down everything an approver will approve, keys and payloads included', async () => {
    const { desk, by, rail, ledger } = await aDesk();
    const request = await desk.ask(
      draft({ lines: [line(), line({ currency: 'ETH' })] }),
      by(alice),
    );
    if (isRefusal(request)) return expect.unreachable();
    const { asked } = request;
    expect(asked).toMatchObject({
      number: 1001,
      at: noon,
      by: alice,
      authors: [alice],
      team: 'T0TEAM',
      host: rail.host,
      account: rail.account,
      needs: [{ from: 'treasury', count: 2, people: treasury }],
      decimals: { USDT_TRX: 6, ETH: 18 },
      expiresAt: at(72 * 60),
    });
    expect(asked.fingerprint).toBe(fingerprint(asked));
    expect(asked.nonce).toMatch(/^[0-9a-f]{32}$/);
    for (const part of asked.parts) {
      expect(part.key).toBe(partKey(asked.fingerprint, part.part));
      expect(part.payloadSha256).toBe(sha256(part.payload));
      expect(rail.readBack(part.payload)).toMatchObject({ key: part.key, currency: part.currency });
    }
    expect(await ledger.read(1001)).toEqual([asked]);
  });

  it('gives every request another nonce, number and fingerprint', async () => {
    const desk = await aDesk();
    const [one, other] = [await desk.asks(), await desk.asks()];
    expect(other.asked.number).toBe(one.asked.number + 1);
    expect(other.asked.nonce).not.toBe(one.asked.nonce);
    expect(other.asked.fingerprint).not.toBe(one.asked.fingerprint);
  });

  it.each<[RefusalRule, string, Partial<Draft> & Partial<Draft['content']>, string]>([
    ['not-a-requester', bob, { by: bob }, ''],
    ['not-your-request', dave, {}, ''],
    [
      'blocked-by-policy',
      alice,
      { lines: [line({ currency: 'BTC' }), line({ address: 'TOurs' })] },
      'currency-not-allowed: BTC; own-account: tours',
    ],
  ])('is refused: %s', async (rule, person, content, detail) => {
    const { desk, by, ledger } = await aDesk();
    const answer = await desk.ask(draft(content), by(person));
    expect(answer).toMatchObject({ kind: 'refused', rule, ...(detail && { detail }) });
    expect(await ledger.nextNumber()).toBe(1001);
  });

  it.each<[Standing, RefusalRule]>([
    ['guest', 'guest'],
    ['external', 'external'],
    ['deactivated', 'deactivated'],
    ['bot', 'bot'],
    ['unknown', 'not-verified'],
  ])('by somebody who is %s is refused', async (standing, rule) => {
    const desk = await aDesk();
    desk.standing.set(alice, standing);
    expect(await desk.desk.ask(draft(), desk.by(alice))).toMatchObject({ rule });
  });

  it('is refused when too few approvers could decide, however many the policy names', async () => {
    const desk = await aDesk();
    desk.standing.set(bob, 'guest').set(carol, 'deactivated');
    expect(await desk.desk.ask(draft(), desk.by(alice))).toMatchObject({
      rule: 'blocked-by-policy',
      detail: 'quorum-unreachable: 2 of treasury',
    });
  });

  it('makes a draft a request once, also when it is asked twice at the same time', async () => {
    const { desk, by, ledger } = await aDesk();
    const ask = () => desk.ask(draft(), by(alice));
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.filter((each) => !isRefusal(each))).toHaveLength(1);
    expect(answers.filter(isRefusal)).toMatchObject([
      { rule: 'draft-already-requested', detail: '1001' },
      { rule: 'draft-already-requested', detail: '1001' },
    ]);
    expect(await ledger.nextNumber()).toBe(1002);
  });

  it('numbers drafts that are asked at the same time one after the other', async () => {
    const { desk, by } = await aDesk();
    const ids = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(ids.map((id) => desk.ask(draft({ id }), by(alice))));
    const numbers = answers.map((each) => (isRefusal(each) ? 0 : each.asked.number));
    expect(numbers.toSorted()).toEqual([1001, 1002, 1003, 1004]);
  });
});

describe('a verb about a request', () => {
  it('that is not there is refused', async () => {
    const { desk, by } = await aDesk();
    expect(await desk.retract(7, by(alice))).toMatchObject({
      rule: 'request-not-found',
      detail: '7',
    });
  });

  it('looks the person up afresh each time', async () => {
    const desk = await aDesk();
    const { number, fingerprint: print } = (await desk.asks()).asked;
    await desk.desk.approve(number, print, desk.by(bob));
    desk.standing.set(carol, 'deactivated');
    expect(await desk.desk.approve(number, print, desk.by(carol))).toMatchObject({
      rule: 'deactivated',
    });
  });

  it('asks the policy in force too: who is named there no more can not approve', async () => {
    const desk = await aDesk();
    const { number, fingerprint: print } = (await desk.asks()).asked;
    const policy = aPolicy({ people: { requesters, treasury: [bob, erin] } });
    const later = desk.another({ policy }).desk;
    expect(await later.approve(number, print, desk.by(carol))).toMatchObject({
      rule: 'not-an-approver',
    });
    expect(await later.approve(number, print, desk.by(bob))).toMatchObject({ events: [{}] });
  });

  it('is answered with what it recorded', async () => {
    const desk = await aDesk();
    const { number, fingerprint: print } = (await desk.asks()).asked;
    const types = async (answer: ReturnType<typeof desk.desk.approve>) => {
      const done = await answer;
      return isRefusal(done) ? done.rule : done.events.map((event) => event.type);
    };
    expect(await types(desk.desk.approve(number, print, desk.by(bob)))).toEqual(['approved']);
    expect(await types(desk.desk.takeBack(number, desk.by(bob)))).toEqual(['approvalTakenBack']);
    await desk.approves(number, bob);
    expect(await types(desk.desk.approve(number, print, desk.by(erin)))).toEqual([
      'approved',
      'cleared',
    ]);
    expect(await types(desk.desk.stop(number, desk.by(carol)))).toEqual(['stopped']);
    expect(await types(desk.desk.reject(number, print, 'Late', desk.by(carol)))).toBe(
      'not-awaiting',
    );
  });
});

describe('at the same moment', () => {
  it('the last two approvals clear once', async () => {
    const desk = await aDesk();
    const { number } = (await desk.asks()).asked;
    await desk.approves(number, bob);
    await Promise.all([desk.approves(number, carol), desk.approves(number, erin)]);
    expect((await desk.types(number)).filter((type) => type === 'cleared')).toHaveLength(1);
    expect(await desk.types(number)).toEqual(['requested', 'approved', 'approved', 'cleared']);
  });

  it('sixty-four presses of one person count once', async () => {
    const desk = await aDesk();
    const { number, fingerprint: print } = (await desk.asks()).asked;
    const press = () => desk.desk.approve(number, print, desk.by(bob));
    const answers = await Promise.all(Array.from({ length: 64 }, press));
    expect(answers.filter((each) => !isRefusal(each))).toHaveLength(1);
    expect(await desk.types(number)).toEqual(['requested', 'approved']);
  });

  it('one press that is delivered twice counts once and is refused to nobody', async () => {
    const desk = await aDesk();
    const { number, fingerprint: print } = (await desk.asks()).asked;
    const by = desk.by(bob);
    const other = desk.another().desk;
    const answers = await Promise.all([
      desk.desk.approve(number, print, by),
      other.approve(number, print, by),
    ]);
    expect(answers.filter(isRefusal)).toEqual([]);
    expect(await desk.types(number)).toEqual(['requested', 'approved']);
  });

  it('the last approval and a rejection have one winner', async () => {
    const desk = await aDesk();
    const { number, fingerprint: print } = (await desk.asks()).asked;
    await desk.approves(number, bob);
    const [, refused] = await Promise.all([
      desk.approves(number, carol),
      desk.desk.reject(number, print, 'No', desk.by(erin)),
    ]);
    const { state } = (await desk.read(number)).stage;
    expect(isRefusal(refused)).toBe(state === 'cleared');
    expect(['cleared', 'rejected']).toContain(state);
  });

  it('a stop and the sending have one winner', async () => {
    const desk = await aDesk();
    const number = await desk.due();
    const [, answer] = await Promise.all([
      desk.sweep.look(number),
      desk.desk.stop(number, desk.by(alice)),
    ]);
    expect(desk.rail.sends).toHaveLength(isRefusal(answer) ? 1 : 0);
    expect((await desk.read(number)).stage.state).toBe(isRefusal(answer) ? 'sent' : 'retracted');
  });
});

describe('a request asked for a day', () => {
  it('is kept by the desk until then, and sent when the day comes', async () => {
    const desk = await aDesk();
    const executeAt = at(48 * 60);
    const number = await desk.due({ executeAt });
    await desk.sweep.look(number);
    expect(desk.rail.sends).toEqual([]);
    desk.passes(48 * hour);
    await desk.sweep.tick();
    expect(desk.rail.sends).toHaveLength(1);
  });
});
