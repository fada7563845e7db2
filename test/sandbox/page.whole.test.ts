/** The sandbox's page in a real Chromium, around the real bot: the main job, and the ways out of it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { address, openRehearsal, type Reader, type Rehearsal } from '../support/rehearsal.ts';

const payroll = [
  'address,amount,currency,name',
  'TKRbmveJKNaBUKnT6whWLuLiMyt74RLQsf,1200.50,USDT_TRX,Marek Kaplan',
  'TMr3SdKXfWenuzRtUPhvV9RQ1dmyisT4BB,990.25,USDT_TRX,Beatriz Nakamura',
  'TXCZstAqdP9tr41qgXF1z4voQLRPi6QMrj,1450.00,USDT_TRX,Aoife Kovacs',
].join('\n');

let rehearsal: Rehearsal;
let desk: Reader;

beforeAll(async () => {
  rehearsal = await openRehearsal();
});
afterAll(() => rehearsal.end());
beforeEach(async () => {
  desk = await rehearsal.openReader();
});
afterEach(async () => {
  expect(desk.troubles, 'errors on the page').toEqual([]);
  expect(rehearsal.slack.calls.filter(({ ok }) => !ok)).toEqual([]);
  await desk.close();
});

describe('the sandbox in a browser', () => {
  it('says beside each field what is wrong, and then drafts a single payout by form', async () => {
    await desk.writes('/payout');
    await desk.presses('Check it', desk.dialog);
    const amount = desk.dialog.getByLabel('Amount');
    await desk.dialog.locator('#amount-error').waitFor();
    expect(await amount.getAttribute('aria-invalid')).toBe('true');
    expect(await amount.getAttribute('aria-describedby')).toContain('amount-error');
    expect(await desk.dialog.locator('#amount-error').textContent()).toBe(
      'The amount is missing. Enter it in digits, such as 1250.50.',
    );
    await desk.fills({
      'What is it for': 'Logo for the shop',
      Currency: 'USDT_TRX',
      Amount: '80',
      Address: address,
    });
    await desk.presses('Check it', desk.dialog);
    await desk.closed();
    await desk.opens('countersign');
    await desk.sees('80.00 USDT on Tron', desk.message('Logo for the shop'));
  });

  it('brings a payroll file to a posted card in four actions, and pays it after two approvals', async () => {
    const pushes = (person: string) => rehearsal.slack.pushes(person).length;
    const people = ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0ERIN', 'U0FRANK', 'U0HELEN'];
    const before = new Map(people.map((person) => [person, pushes(person)]));
    await desk.writes('/payout');
    await desk.attaches('CSV file', 'payroll-may.csv', payroll);
    await desk.presses('Check it', desk.dialog);
    await desk.closed();
    await desk.opens('countersign');
    await desk.presses('Request approval', desk.message('payroll-may'));
    await desk.cardSays('payroll-may', '2 more approvals needed');
    expect(desk.deeds()).toBeLessThanOrEqual(4);

    expect(await desk.approves('bob', 'payroll-may')).toBeLessThanOrEqual(3);
    expect(await desk.approves('carol', 'payroll-may')).toBeLessThanOrEqual(3);
    await desk.cardSays('payroll-may', 'unless someone stops it');
    await desk.presses(/^\+1 min/);
    await desk.sees('0 of 3 recipients paid', desk.message('payroll-may'));
    const panel = desk.page.getByRole('complementary', { name: 'Calypso' });
    const complete = desk.button('Complete', panel);
    for (let left = await complete.count(); left > 0; left -= 1) {
      await complete.first().click();
      await complete.nth(left - 1).waitFor({ state: 'detached' });
    }
    await desk.sees('every recipient was paid', desk.message('payroll-may'));
    await desk.presses(/replies$/, desk.message('payroll-may'));
    await desk.sees('every recipient was paid', desk.page.getByRole('log', { name: 'Replies' }));
    expect(rehearsal.calypso.paidLines().map(({ amount }) => amount)).toEqual([
      '1200.5',
      '990.25',
      '1450',
    ]);

    const told = Object.fromEntries(
      people.map((person) => [person, pushes(person) - (before.get(person) ?? 0)]),
    );
    expect(told.U0ALICE).toBeLessThanOrEqual(4);
    for (const approver of ['U0BOB', 'U0CAROL', 'U0ERIN'])
      expect(told[approver], approver).toBeLessThanOrEqual(2);
    expect([told.U0FRANK, told.U0HELEN], 'people who have nothing to do').toEqual([0, 0]);
  });

  it('tells the requester and the channel why a payout was rejected', async () => {
    await desk.asks('A second coffee machine');
    await desk.is('erin');
    await desk.opens('payouts');
    await desk.presses('Reject', desk.message('A second coffee machine'));
    await desk.presses('Reject payout', desk.dialog);
    await desk.dialog.getByText('Please complete this required field.').waitFor();
    await desk.fills({ Why: 'We have one.' });
    await desk.presses('Reject payout', desk.dialog);
    await desk.closed();
    await desk.cardSays('A second coffee machine', 'Rejected by erin: We have one.');
    await desk.is('alice');
    await desk.opens('countersign');
    await desk.sees('We have one.', desk.message('A second coffee machine'));
  });

  it('stops an approved payout while it waits to be sent', async () => {
    const before = rehearsal.calypso.payouts.length;
    await desk.asks('Sent too early');
    await desk.bothApprove('Sent too early');
    await desk.is('alice');
    await desk.opens('countersign');
    await desk.presses('Stop', desk.message('unless someone stops it'));
    await desk.cardSays('Sent too early', 'Taken back by alice');
    await desk.presses(/^\+1 h/);
    await desk.sees('Nothing was sent.', desk.message('Sent too early'));
    expect(rehearsal.calypso.payouts).toHaveLength(before);
  });

  it('alerts once when funds are short, and says so when that is over', async () => {
    await desk.asks('More than there is', '777');
    await desk.bothApprove('More than there is');
    await desk.presses('Empty USDT_TRX');
    await desk.presses(/^\+1 min/);
    await desk.opens('payout-alerts');
    await desk.sees('is short of funds', desk.message('More than there is'));
    await desk.presses(/^Top up USDT_TRX/);
    await desk.presses(/^\+1 min/);
    await desk.sees('Resolved', desk.message('More than there is'));
    await desk.cardSays('More than there is', '0 of 1 recipient paid');
  });

  it('refuses an outsider’s press so that nobody else sees it', async () => {
    await desk.asks('Not for everybody');
    await desk.is('oscar');
    expect(await desk.channels(), 'what somebody of elsewhere sees').toEqual(['with-partners']);
    await rehearsal.slack.share('C0PAYOUTS', undefined, { quietly: true });
    await rehearsal.slack.joins('U0OSCAR', 'C0PAYOUTS', { quietly: true });
    await desk.opens('payouts');
    await desk.presses('Review and approve', desk.message('Not for everybody'));
    const answer = desk.message('People of another workspace cannot decide about payouts.');
    await desk.sees('Only visible to you', answer);
    await desk.is('bob');
    await desk.message('Not for everybody').waitFor();
    expect(await answer.count()).toBe(0);
    await rehearsal.slack.unshare('C0PAYOUTS', undefined, { quietly: true });
  });

  it('shows a deactivated person nothing', async () => {
    await desk.is('walter');
    await desk.sees('Slack lets nobody in with it.');
    expect(await desk.page.locator('article.message').count()).toBe(0);
  });
});
