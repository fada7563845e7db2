/**
 * What a strict reader tries first: buttons of screens that are out of date, modals sent twice, the
 * largest lists, and text that wants to be markup. Each is either harmless or answered in words.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox/slack/json.ts';
import { bob, carol, dave, helen, maria, pavel } from '../support/people.ts';
import { freePort, openStory } from '../support/story.ts';
import { csvFile, rowsOf } from '../support/story-payees.ts';

const story = await openStory({ botPort: await freePort() });
const oscar = 'U0OSCAR';
const rent = { purpose: 'Rent', currency: 'USDT_TRX', amount: '250', address: maria };
beforeAll(async () => {
  await story.startBot();
});
afterAll(() => story.end());

describe('the longest list', () => {
  it('of 300 lines with 200 wide characters in each field opens everywhere', async () => {
    const wide = '払'.repeat(200);
    const long = { name: wide, comment: wide, reference: wide };
    const rows = [...rowsOf(150, 'USDT_TRX'), ...rowsOf(150, 'ETH')];
    const file = csvFile(rows.map((row) => ({ ...row, ...long })));
    const draft = await story.drafts(dave, { purpose: 'Wide', file });
    await story.slack.click(dave, draft, 'See all 300');
    const seen = new Set<string>();
    for (;;) {
      const view = await story.until('a page opens', () => story.slack.modal(dave));
      for (const [, n] of story.slack.textOf(view).matchAll(/^(\d+)\. /gm)) seen.add(`${n}`);
      const before = view.hash;
      if (!story.slack.textOf(view).includes('Next')) break;
      await story.slack.click(dave, 'modal', 'Next');
      await story.until('the page turns', () => story.slack.modal(dave)?.hash !== before);
    }
    expect(seen.size).toBe(300);
    await story.slack.closeModal(dave);
    await story.slack.click(dave, draft, 'Request approval');
    const card = await story.until('the card', () => story.cards().at(-1));
    await story.slack.click(bob, card, 'See all 300');
    await story.until('the list opens', () => story.slack.modal(bob));
    await story.slack.closeModal(bob);
    await story.slack.click(bob, card, 'Review and approve');
    await story.until('the review opens', () => story.slack.modal(bob));
    await story.slack.closeModal(bob);
  });
});

describe('a draft', () => {
  it('whose list Slack does not open in time is answered in words', async () => {
    const draft = await story.drafts(dave, { file: csvFile(rowsOf(6, 'USDT_TRX')) });
    story.slack.fault({ on: 'views.open', kind: 'error500' });
    await story.privately(dave, 'Try once more', () => story.slack.click(dave, draft, 'See all 6'));
  });

  it('discarded in one window is asked for and discarded in another without effect', async () => {
    const draft = await story.drafts(dave, rent);
    const before = await story.count('requests');
    await story.slack.click(dave, draft, 'Discard');
    await story.until('it is gone', () =>
      story.slack
        .textOf(story.dms(dave).find((each) => each.ts === draft.ts) ?? draft)
        .includes('discarded'),
    );
    await story.slack.click(dave, draft, 'Discard', { asOf: 0 });
    await story.privately(dave, 'This draft is gone', () =>
      story.slack.click(dave, draft, 'Request approval', { asOf: 0 }),
    );
    expect(await story.count('requests')).toBe(before);
  });
});

describe('a modal', () => {
  it('that is sent twice counts once', async () => {
    const number = await story.asks(dave, rent);
    await story.approves(bob, number);
    const sent = story.slack.lastDelivery;
    if (!sent) throw new Error('Nothing was sent.');
    await story.slack.redeliver(sent);
    await story.happened(number, 'requested', 'approved');
  });
});

/** Another button than the one that is there, as no honest screen would send it. */
function pressing(action_id: string, value: string) {
  return {
    mutate: (payload: Json): Json => {
      const copy = structuredClone(payload);
      const [action] = Array.isArray(copy.actions) ? copy.actions : [];
      Object.assign(action, { action_id, value });
      return copy;
    },
  };
}

describe('a button that is on no screen', () => {
  const actions = ['take-back', 'retract', 'stop', 'release', 'look-again', 'cancel', 'reject'];

  it('does nothing, whoever presses it', async () => {
    const number = await story.asks(dave, rent);
    const card = await story.card(number);
    const review = card.blocks.flatMap(({ elements }) => (Array.isArray(elements) ? elements : []));
    const { value } = review.find(({ action_id }) => action_id === 'review');
    await story.letsIn(oscar);
    for (const person of [helen, pavel, oscar, bob])
      for (const action of actions.slice(0, person === bob ? 6 : 7)) {
        const forged = pressing(action, `${value}`);
        const answer = await story.slack.click(person, card, 'Review and approve', forged);
        expect([person, action, answer.status]).toEqual([person, action, 200]);
      }
    await story.quiet();
    for (const person of [helen, pavel, oscar, bob])
      expect(story.slack.modal(person), person).toBeUndefined();
    expect(await story.typesOf(number)).toEqual(['requested']);
    await story.locksUp();
  });

  it.each([
    '',
    'x',
    '1.2',
    `1e3.${'0'.repeat(64)}`,
    `-1.${'0'.repeat(64)}`,
    'request:NaN:9',
    'request:1001:-4',
    'request:1001:1e9',
    'draft:constructor:1',
    '💸'.repeat(500),
    '<!channel>.now',
  ])('and a value such as %j changes nothing and breaks nothing', async (value) => {
    const number = await story.asks(dave, rent);
    const card = await story.card(number);
    const all = ['review', 'see', 'page-on', 'close-alert', 'ask', 'discard', 'see-draft'];
    for (const action of [...actions, ...all]) {
      const forged = pressing(action, value);
      const answer = await story.slack.click(carol, card, 'Review and approve', forged);
      expect([action, answer.status]).toEqual([action, 200]);
    }
    await story.quiet();
    expect(story.slack.modal(carol)).toBeUndefined();
    expect(await story.typesOf(number)).toEqual(['requested']);
    expect(JSON.stringify(story.slack.ephemerals(carol))).not.toContain('<!channel>');
  });
});

describe('an alert', () => {
  it('is closed by a member, not by a guest whom the policy names', async () => {
    const recipients = [{ depositAddress: maria, amount: '13' }];
    const { id } = story.calypso.createOutside({ currency: 'USDT_TRX', recipients });
    const posted = () =>
      story.slack.messages('C0ALERTS').find((each) => story.slack.textOf(each).includes(id));
    await story.calypso.pump();
    const alert = await story.until('it is alerted', posted);
    await story.privately(pavel, 'Guests cannot', () => story.slack.click(pavel, alert, 'Handled'));
    await story.quiet();
    expect(posted()).toBeDefined();
    await story.slack.click(helen, alert, 'Handled');
    await story.until('it is closed', () =>
      story.alerts().some((text) => text.includes('Resolved: Calypso reports a payout')),
    );
  });
});

describe('a channel that is made public', () => {
  it('shows no recipient from then on, in the card or in what notifies', async () => {
    await story.quiet();
    await story.slack.makePublic('C0PAYOUTS');
    await story.forward(70_000);
    const note = { name: 'Maria Perera', comment: 'bonus', reference: 'R-77' };
    const number = await story.asks(dave, { ...rent, ...note });
    const card = await story.card(number);
    expect(story.slack.textOf(card)).toContain('Recipients are not shown here');
    await story.rejects(bob, number, 'Not here');
    await story.becomes(number, 'Rejected');
    await story.quiet();
    const thread = story.slack.thread('C0PAYOUTS', card.ts);
    expect(JSON.stringify([card, ...thread])).not.toMatch(/Perera|bonus|R-77|TQn9/);
    await story.slack.makePrivate('C0PAYOUTS');
  });
});

describe('hostile text', () => {
  const evil = '<!channel> <@U0BOB> *x* _y_ `z` <https://evil.test|pay> &lt;!here&gt;';

  it('is shown as it was typed, and notifies nobody', async () => {
    const fields = { ...rent, purpose: evil, name: evil, comment: evil, reference: evil };
    const number = await story.asks(dave, fields);
    const card = await story.card(number);
    expect(card.text).toContain('&lt;!channel&gt;');
    await story.slack.setPerson(bob, { name: '<!channel> *bob*' }, { quietly: true });
    await story.rejects(bob, number, `${evil}\n\u202Enoisrever ${'💸'.repeat(100)}`);
    const over = await story.becomes(number, 'Rejected');
    await story.quiet();
    const said = [over, ...story.dms(dave), ...story.slack.messages('C0PAYOUTS')];
    for (const { text } of said) expect(text).not.toMatch(/<!channel>|<https:\/\/evil|\u202E/);
    const parsed = said.flatMap(({ blocks }) =>
      blocks.filter(({ type }) => type !== 'rich_text' && type !== 'header'),
    );
    expect(JSON.stringify(parsed)).not.toMatch(/<!channel>|<https:\/\/evil|\u202E/);
  });
});
