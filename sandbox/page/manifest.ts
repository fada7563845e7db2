/**
 * The app's face on the page, from the manifest: its commands with their hints, its shortcuts,
 * whether it has a Home tab. What the manifest does not offer, the page does not offer either.
 */
import type { Manifest } from '../workplace/manifest.ts';
import type { AppFace, Shortcut } from './wire.ts';

export function faceOf({ features }: Manifest, botUserId: string): AppFace {
  const shortcuts = (type: 'global' | 'message'): Shortcut[] =>
    features.shortcuts
      .filter((one) => one.type === type)
      .map(({ name, callback_id: callbackId, description }) => ({ name, callbackId, description }));
  return {
    name: features.bot_user.display_name,
    botUserId,
    commands: features.slash_commands.map(({ command, description, usage_hint: hint }) => {
      return { command, description, hint };
    }),
    shortcuts: shortcuts('global'),
    messageShortcuts: shortcuts('message'),
    hasHome: features.app_home.home_tab_enabled,
    takesMessages: !features.app_home.messages_tab_read_only_enabled,
  };
}
