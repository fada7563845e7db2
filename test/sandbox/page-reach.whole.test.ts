/** Everybody can use the page: by keyboard alone, on a phone, with a screen reader. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { address, openRehearsal, type Reader, type Rehearsal } from '../support/rehearsal.ts';

/** In the page: what has the focus is called, and what stands around it. */
const focusedThing = `(() => {
  const at = document.activeElement;
  const words = at.cloneNode(true);
  for (const hidden of words.querySelectorAll('[aria-hidden=true]')) hidden.remove();
  const name = at.getAttribute('aria-label') ?? words.textContent;
  return [name.trim(), at.closest('article')?.textContent ?? ''];
})()`;

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
  await desk.close();
});

describe('the page for everybody', () => {
  it('lets somebody ask and approve by keyboard alone', async () => {
    const { keyboard } = desk.page;
    /** Goes on with Tab to what is called this, in the message that holds the purpose if any. */
    const tabTo = async (name: string, purpose = '') => {
      for (let steps = 0; steps < 150; steps += 1) {
        await keyboard.press('Tab');
        const at = await desk.page.evaluate<readonly [string, string]>(focusedThing);
        if (at[0].startsWith(name) && at[1].includes(purpose)) return;
      }
      throw new Error(`Tab never reached "${name}".`);
    };
    await tabTo('Message to #payouts');
    await keyboard.type('/payout 12 USDT_TRX');
    await keyboard.press('Enter');
    await desk.dialog.waitFor();
    await keyboard.type('By keyboard');
    for (const _field of ['currency', 'amount', 'address']) await keyboard.press('Tab');
    await keyboard.type(address);
    await keyboard.press('Enter');
    await desk.closed();
    await tabTo('countersign');
    await keyboard.press('Enter');
    await desk.message('By keyboard').waitFor();
    await tabTo('Request approval', 'By keyboard');
    await keyboard.press('Enter');
    await desk.button('Retract', desk.message('By keyboard')).waitFor();
    for (const name of ['bob', 'carol']) {
      await tabTo(name);
      await keyboard.press('Enter');
      await desk.page.locator('.person.me', { hasText: name }).waitFor();
      await tabTo('countersign');
      await keyboard.press('Enter');
      await desk.message('By keyboard').waitFor();
      await tabTo('Review and approve', 'By keyboard');
      await keyboard.press('Enter');
      await desk.dialog.waitFor();
      await tabTo('Approve payout');
      await keyboard.press('Enter');
      await desk.closed();
      await desk.sees('You approved payout', desk.message('By keyboard'));
    }
    await desk.cardSays('By keyboard', 'unless someone stops it');
  });

  it('closes a form with Escape and gives the focus back', async () => {
    await desk.asks('Looked at twice');
    await desk.is('bob');
    await desk.opens('payouts');
    const review = desk.button('Review and approve', desk.message('Looked at twice'));
    await desk.presses('Review and approve', desk.message('Looked at twice'));
    await desk.dialog.waitFor();
    await desk.page.keyboard.press('Escape');
    await desk.closed();
    await desk.page.waitForFunction('document.activeElement?.innerText === "Review and approve"');
    expect(await review.isVisible()).toBe(true);
  });

  it('is read and decided on a phone, one pane at a time', async () => {
    await desk.asks('From the train');
    const phone = await rehearsal.openReader({ width: 390, height: 780 });
    await phone.is('bob');
    await phone.presses('Channels');
    await phone.opens('countersign');
    expect(await phone.page.getByRole('complementary', { name: 'Calypso' }).isVisible()).toBe(
      false,
    );
    await phone.presses('Review and approve', phone.message('From the train'));
    await phone.dialog.waitFor();
    expect(await phone.overflows(), 'the review').toBe(false);
    await phone.presses('Approve payout', phone.dialog);
    await phone.closed();
    await phone.sees('You approved payout', phone.message('From the train'));
    for (const pane of ['Channels', 'Chat', 'Calypso']) {
      await phone.presses(pane);
      expect(await phone.overflows(), pane).toBe(false);
      expect(await phone.accessibility(), pane).toEqual([]);
    }
    expect(phone.troubles).toEqual([]);
    await phone.close();
  });

  it('has nothing that axe calls serious, wherever people go', async () => {
    await desk.asks('Looked over');
    await desk.opens('payouts');
    expect(await desk.accessibility(), 'channel').toEqual([]);
    await desk.presses(/^1 reply/, desk.message('Looked over'));
    expect(await desk.accessibility(), 'thread').toEqual([]);
    await desk.presses('Close the thread');
    for (const tab of ['Requests', 'Webhooks', 'Trouble', /^Slack’s no/]) {
      await desk.presses(tab);
      expect(await desk.accessibility(), String(tab)).toEqual([]);
    }
    await desk.writes('/payout');
    await desk.presses('Check it', desk.dialog);
    await desk.dialog.locator('#amount-error').waitFor();
    expect(await desk.accessibility(), 'form with errors').toEqual([]);
    await desk.presses('Cancel', desk.dialog);
    await desk.is('bob');
    await desk.presses('Review and approve', desk.message('Looked over'));
    await desk.dialog.waitFor();
    expect(await desk.accessibility(), 'review').toEqual([]);
  });
});
