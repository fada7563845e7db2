/** Who somebody is, by what the local Slack says of them, and which channels are private enough. */
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlack } from '../../../sandbox/slack/emulator.ts';
import { boltLogger, openLog } from '../../../src/bot/host/log.ts';
import { identityOf } from '../../../src/bot/press/read-press.ts';
import { openDirectory, type People } from '../../../src/bot/slack/directory.ts';
import { alice, bob, pavel } from '../../support/people.ts';

const silent = openLog({ level: 'silent', secrets: [] });

let slack: SlackEmulator;
let people: People;
let at: number;
let lines: string[];

beforeEach(async () => {
  slack = await startSlack({
    people: [
      { id: alice, name: 'Alice' },
      { id: bob, name: 'Bob' },
      { id: pavel, name: 'Pavel', kind: 'guest' },
      { id: 'U0SINGLE', name: 'Sam', kind: 'singleChannelGuest' },
      { id: 'U0GONE', name: 'Gil', kind: 'deactivated' },
      { id: 'U0FAR', name: 'Fay', kind: 'external' },
      { id: 'U0ROBOT', name: 'Robot', kind: 'bot' },
      { id: 'U0SOON', name: 'Sue', kind: 'invited' },
      { id: 'USLACKBOT', name: 'Slackbot' },
    ],
    channels: [
      { id: 'C0PRIVATE', name: 'payouts', private: true, members: [alice] },
      { id: 'C0PUBLIC', name: 'general', members: [alice] },
      { id: 'C0SHARED', name: 'partners', private: true, external: true, members: [alice] },
    ],
  });
  at = 0;
  lines = [];
  const { botToken, apiUrl, teamId } = slack;
  const client = new WebClient(botToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(silent),
  });
  const destination = { write: (line: string) => lines.push(line) };
  const log = openLog({ level: 'debug', secrets: [], destination });
  people = openDirectory({ client, team: teamId, now: () => at, log, answerWithinMs: 500 });
});
afterEach(() => slack.stop());

const lookUps = () => slack.calls.filter(({ method }) => method === 'users.info').length;

describe('the standing of a person', () => {
  it.each([
    [alice, 'member'],
    [pavel, 'guest'],
    ['U0SINGLE', 'guest'],
    ['U0SOON', 'guest'],
    ['U0GONE', 'deactivated'],
    ['U0FAR', 'external'],
    ['U0ROBOT', 'bot'],
    ['USLACKBOT', 'bot'],
    ['U0NOBODY', 'unknown'],
  ] as const)('of %s is %s', async (person, standing) => {
    expect(await people.standing(person)).toBe(standing);
  });

  it('is asked for afresh every time', async () => {
    expect(await people.standing(bob)).toBe('member');
    await slack.setPerson(bob, { kind: 'deactivated' }, { quietly: true });
    expect(await people.standing(bob)).toBe('deactivated');
    expect(lookUps()).toBe(2);
  });

  it.each([
    { on: 'users.info', kind: 'rateLimited' },
    { on: 'users.info', kind: 'error500' },
    { on: 'users.info', kind: 'dropAfter' },
    { on: 'users.info', kind: 'hang' },
    { on: 'users.info', kind: 'platformError', error: 'user_not_visible' },
  ] as const)('is unknown when Slack does not say ($kind), which is logged', async (fault) => {
    slack.fault(fault);
    expect(await people.standing(alice)).toBe('unknown');
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { level: 'warn', person: alice, msg: 'a person could not be looked up' },
    ]);
    expect(await people.standing(alice)).toBe('member');
  });

  it.each([
    [{}, 'unknown'],
    [{ user: { id: alice, team_id: 'T0', is_bot: false, is_restricted: false } }, 'unknown'],
    [{ user: { id: alice, team_id: 'T0', deleted: false } }, 'member'],
    [
      { user: { id: bob, team_id: 'T0', deleted: false, is_bot: false, is_restricted: false } },
      'unknown',
    ],
    [{ user: { id: alice, deleted: false, is_bot: false, is_restricted: false } }, 'unknown'],
    [
      { user: { id: alice, team_id: 'T0', deleted: false, is_bot: false, is_restricted: false } },
      'member',
    ],
  ] as const)('is never guessed from an incomplete answer: %j', async (answer, standing) => {
    const fetch = async () => new Response(JSON.stringify({ ok: true, ...answer }));
    const client = new WebClient('xoxb-any', { fetch, retryConfig: { retries: 0 } });
    const directory = openDirectory({ client, team: 'T0', now: () => at, log: silent });
    expect(await directory.standing(alice)).toBe(standing);
  });
});

describe('the name of a person', () => {
  it('is kept for ten minutes', async () => {
    expect(await people.displayName(alice)).toBe('Alice');
    await slack.setPerson(alice, { name: 'Alice B' }, { quietly: true });
    at = 10 * 60_000 - 1;
    expect(await people.displayName(alice)).toBe('Alice');
    at += 1;
    expect(await people.displayName(alice)).toBe('Alice B');
  });

  it('is the id while Slack does not say, and is asked for again', async () => {
    slack.fault({ on: 'users.info', kind: 'error500' });
    expect(await people.displayName(alice)).toBe(alice);
    expect(await people.displayName(alice)).toBe('Alice');
  });

  it('hides nothing and is not endless', async () => {
    await slack.setPerson(alice, { name: `A\u202Elice\n${'x'.repeat(200)}` }, { quietly: true });
    expect(await people.displayName(alice)).toBe(`Alice ${'x'.repeat(73)}…`);
  });
});

describe('a channel', () => {
  it('is private enough when it is private and shared with nobody', async () => {
    expect(await people.isPrivateEnough('C0PRIVATE')).toBe(true);
    expect(lines).toEqual([]);
  });

  it.each([
    ['C0PUBLIC', 'it is public'],
    ['C0SHARED', 'it is shared with another organisation'],
  ])('is not when it is %s, and the log says why', async (channel, flaw) => {
    expect(await people.isPrivateEnough(channel)).toBe(false);
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ channel, flaw }]);
  });

  it('is not when an invitation to another organisation is open', async () => {
    const channel = { is_private: true, is_ext_shared: false, is_pending_ext_shared: true };
    const fetch = async () => new Response(JSON.stringify({ ok: true, channel }));
    const client = new WebClient('xoxb-any', { fetch, retryConfig: { retries: 0 } });
    const directory = openDirectory({ client, team: 'T0', now: () => at, log: silent });
    expect(await directory.isPrivateEnough('C0PRIVATE')).toBe(false);
  });

  it('cannot be told when Slack does not say', async () => {
    expect(await people.isPrivateEnough('C0NOWHERE')).toBeUndefined();
    slack.fault({ on: 'conversations.info', kind: 'hang' });
    expect(await people.isPrivateEnough('C0PRIVATE')).toBeUndefined();
    expect(lines).toHaveLength(2);
  });
});

describe('the identity in a payload', () => {
  const ours = 'T0OURS';
  const member = { person: alice, isExternal: false };
  const outsider = { person: alice, isExternal: true };

  it.each([
    ['a command', { user_id: alice, team_id: ours, command: '/payout' }, member],
    ['an action', { user: { id: alice, team_id: ours }, team: { id: ours } }, member],
    [
      'an action of an org-wide install',
      { user: { id: alice, team_id: ours }, team: null },
      member,
    ],
    ['a view without the team of the user', { user: { id: alice }, team: { id: ours } }, member],
    [
      'an action of another workspace',
      { user: { id: alice, team_id: 'T0' }, team: { id: ours } },
      outsider,
    ],
    [
      'an action in another workspace',
      { user: { id: alice, team_id: ours }, team: { id: 'T0' } },
      outsider,
    ],
    ['a command in another workspace', { user_id: alice, team_id: 'T0' }, outsider],
    ['a payload that names no workspace', { user: { id: alice }, team: null }, outsider],
    ['a payload that names nobody', { team: { id: ours } }, undefined],
    ['a payload with an empty name', { user_id: '', team_id: ours }, undefined],
    ['no payload', undefined, undefined],
    ['a text', 'U0ALICE', undefined],
  ])('of %s', (_, body, identity) => expect(identityOf(body, ours)).toEqual(identity));
});
