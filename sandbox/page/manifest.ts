/**
 * The app as Slack would show it, read from the product's own manifest: its commands with their
 * hints, its shortcuts, whether it has a Home tab. What the manifest does not offer, the page does
 * not offer either.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AppFace, Shortcut } from './wire.ts';

const manifestSchema = z.object({
  features: z.object({
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .prefault({}),
    bot_user: z.object({ display_name: z.string() }),
    slash_commands: z
      .array(
        z.object({
          command: z.string(),
          description: z.string().default(''),
          usage_hint: z.string().default(''),
        }),
      )
      .default([]),
    shortcuts: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['global', 'message']),
          callback_id: z.string(),
          description: z.string().default(''),
        }),
      )
      .default([]),
  }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
  }),
});

export interface Manifest {
  readonly face: AppFace;
  /** Whether the app wants to hear that somebody looked at its Home tab. */
  readonly hearsHomeOpened: boolean;
}

export function readManifest(file: URL, botUserId: string): Manifest {
  const { features, settings } = manifestSchema.parse(parse(readFileSync(file, 'utf8')));
  const shortcuts = (type: 'global' | 'message'): Shortcut[] =>
    features.shortcuts
      .filter((one) => one.type === type)
      .map(({ name, callback_id: callbackId, description }) => ({ name, callbackId, description }));
  return {
    face: {
      name: features.bot_user.display_name,
      botUserId,
      commands: features.slash_commands.map(({ command, description, usage_hint: hint }) => {
        return { command, description, hint };
      }),
      shortcuts: shortcuts('global'),
      messageShortcuts: shortcuts('message'),
      hasHome: features.app_home.home_tab_enabled,
      takesMessages: !features.app_home.messages_tab_read_only_enabled,
    },
    hearsHomeOpened: settings.event_subscriptions.bot_events.includes('app_home_opened'),
  };
}
