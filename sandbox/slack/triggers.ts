/**
 * The two short-lived keys that come with an interaction: the trigger id (three seconds, once) and
 * the response url (half an hour, five times). Time is the workspace's clock, never the machine's.
 */
import { Refused } from './refused.ts';
import type { Workspace } from './workspace.ts';

const triggerLifeMs = 3_000;
const responseLifeMs = 30 * 60_000;
const responseUses = 5;

/** What a response url answers to. */
export type ResponseTarget = {
  readonly channel: string;
  readonly userId: string;
  /** The message that was pressed, when there was one. */
  readonly ts?: string;
};

export type Triggers = ReturnType<typeof openTriggers>;

export function openTriggers(world: { readonly workspace: Workspace; readonly url: () => string }) {
  const { workspace } = world;
  const triggers = new Map<string, { userId: string; until: number; used: boolean }>();
  const responses = new Map<string, { target: ResponseTarget; until: number; uses: number }>();

  return {
    mint(userId: string): string {
      const id = `${workspace.newId('')}.${workspace.teamId}.${userId}`;
      triggers.set(id, { userId, until: workspace.now() + triggerLifeMs, used: false });
      return id;
    },
    /** Uses a trigger up; answers whose it was. */
    exchange(id: string): string {
      const trigger = triggers.get(id);
      if (!trigger) throw new Refused('invalid_trigger_id');
      if (trigger.used) throw new Refused('exchanged_trigger_id');
      if (workspace.now() > trigger.until) throw new Refused('expired_trigger_id');
      trigger.used = true;
      return trigger.userId;
    },
    responseUrl(target: ResponseTarget): string {
      const path = `/actions/${workspace.teamId}/${workspace.newId('R')}`;
      responses.set(path, { target, until: workspace.now() + responseLifeMs, uses: 0 });
      return `${world.url()}${path}`;
    },
    /** Where this response url leads, counting the use; or why it leads nowhere any more. */
    respond(path: string): ResponseTarget {
      const response = responses.get(path);
      if (!response) throw new Refused('invalid_url');
      if (workspace.now() > response.until) throw new Refused('expired_url');
      if (response.uses >= responseUses) throw new Refused('used_url');
      response.uses += 1;
      return response.target;
    },
  };
}
