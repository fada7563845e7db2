/** The manifest within Slack's limits, asking for no more than the bot needs. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const address = z.literal('https://countersign.example.com/slack/events');

/** Slack's own schema refuses unknown keys; so does this one. */
const manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(false),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(true),
    }),
    bot_user: z.strictObject({
      display_name: z.string().min(1).max(80),
      always_online: z.boolean(),
    }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().regex(/^\/[a-z]{1,31}$/),
        description: z.string().max(2_000),
        usage_hint: z.string().max(1_000),
        should_escape: z.literal(false),
        url: address,
      }),
    ),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['global', 'message']),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: address,
      bot_events: z.array(z.string()).max(100),
    }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: address }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.literal(false),
  }),
});

const text = await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8');

const bot = new URL('../../src/bot/', import.meta.url);
const sources = await Promise.all(
  (await readdir(bot, { recursive: true }))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFile(new URL(name, bot), 'utf8')),
);

/** What the code listens to, in whatever file of it. */
function heard(kind: 'command' | 'shortcut' | 'event'): string[] {
  const listens = new RegExp(`\\bapp\\.${kind}\\('([^']+)'`, 'g');
  return sources.flatMap((source) => [...source.matchAll(listens)].map((found) => found[1] ?? ''));
}

const scopesOf: Record<string, readonly string[]> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.update': [],
};

describe('the manifest', () => {
  it('keeps to the form and the limits of Slack', () => {
    expect(manifest.safeParse(parse(text)).error?.issues ?? []).toEqual([]);
  });

  it('asks for these scopes and events, none of which reads what people write', () => {
    const { oauth_config, settings } = manifest.parse(parse(text));
    expect(oauth_config.scopes.bot).toEqual([
      'commands',
      'chat:write',
      'files:read',
      'users:read',
      'channels:read',
      'groups:read',
    ]);
    expect(settings.event_subscriptions.bot_events).toEqual(['channel_shared']);
  });

  it('offers exactly the commands, shortcuts and events that somebody listens to', () => {
    const { features, settings } = manifest.parse(parse(text));
    expect(features.slash_commands.map(({ command }) => command)).toEqual(heard('command'));
    expect(features.shortcuts.map(({ callback_id }) => callback_id)).toEqual(heard('shortcut'));
    expect(settings.event_subscriptions.bot_events).toEqual(heard('event'));
  });

  it('has a scope for every method of Slack that is called, and no other', () => {
    const called = new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/\.(chat|views|users|conversations|auth|files)\.(\w+)\(/g)].map(
          ([, family, method]) => `${family}.${method}`,
        ),
      ),
    );
    expect([...called].filter((method) => scopesOf[method] === undefined)).toEqual([]);
    const wanted = new Set([...called].flatMap((method) => scopesOf[method] ?? []));
    const { bot } = manifest.parse(parse(text)).oauth_config.scopes;
    expect(new Set(bot)).toEqual(new Set([...wanted, 'commands', 'files:read']));
  });
});
