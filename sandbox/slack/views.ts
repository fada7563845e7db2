/**
 * What stands in front of each person: a stack of at most three modals, and the Home tab.
 * Views are checked before they get here; this file knows stacks, hashes and what a person typed.
 */
import { type Errors, type Values, valuesFor } from './forms.ts';
import { identified } from './identify.ts';
import { type Json, text } from './json.ts';
import { limits } from './limits.ts';
import { Refused } from './refused.ts';
import { appId, botId, type Workspace } from './workspace.ts';

export type View = {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly userId: string;
  /** Changes with every version; an update may insist on the one it knows. */
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly externalId: string;
  readonly blocks: readonly Json[];
  /** The view as the app wrote it: title, submit, close and the two switches. */
  readonly source: Json;
  readonly values: Values;
  readonly errors: Errors;
};

export type Views = ReturnType<typeof openViews>;

export function openViews({ workspace }: { readonly workspace: Workspace }) {
  const stacks = new Map<string, readonly View[]>();
  const homes = new Map<string, View>();

  const stack = (userId: string): readonly View[] => stacks.get(userId) ?? [];
  const newHash = (): string => `${Math.floor(workspace.now() / 1000)}.${workspace.newId('h')}`;

  const everywhere = (): readonly View[] => [...[...stacks.values()].flat(), ...homes.values()];

  function built(source: Json, place: Pick<View, 'id' | 'userId' | 'rootId' | 'previousId'>): View {
    const externalId = text(source.external_id);
    const taken = everywhere().some(
      (view) => view.externalId === externalId && view.id !== place.id,
    );
    if (externalId !== '' && taken) throw new Refused('duplicate_external_id');
    return {
      ...place,
      type: source.type === 'home' ? 'home' : 'modal',
      hash: newHash(),
      callbackId: text(source.callback_id),
      privateMetadata: text(source.private_metadata),
      externalId,
      ...contentOf(source, {}),
      source,
      errors: {},
    };
  }

  function contentOf(source: Json, before: Values): Pick<View, 'blocks' | 'values'> {
    const blocks = identified(source.blocks, () => workspace.newId('b').toLowerCase());
    return { blocks, values: valuesFor(blocks, before) };
  }

  function setStack(userId: string, views: readonly View[]): void {
    stacks.set(userId, views);
    workspace.changed('view', userId);
  }

  function replace(view: View): View {
    if (view.type === 'home') {
      homes.set(view.userId, view);
      workspace.changed('home', view.userId);
      return view;
    }
    const views = stack(view.userId).map((one) => (one.id === view.id ? view : one));
    setStack(view.userId, views);
    return view;
  }

  /** Opens a first modal; one that was open before is gone. */
  function open(userId: string, source: Json): View {
    const id = workspace.newId('V');
    const view = built(source, { id, userId, rootId: id, previousId: null });
    setStack(userId, [view]);
    return view;
  }

  function push(userId: string, source: Json): View {
    const views = stack(userId);
    const top = views.at(-1);
    if (!top) throw new Refused('invalid_trigger_id');
    if (views.length >= limits['view.stack']) throw new Refused('push_limit_reached');
    const place = { id: workspace.newId('V'), userId, rootId: top.rootId, previousId: top.id };
    const view = built(source, place);
    setStack(userId, [...views, view]);
    return view;
  }

  /** The same view with new content; typed values stay where block and action ids stay. */
  function update(view: View, source: Json): View {
    const next = built(source, view);
    return replace({ ...next, ...contentOf({ blocks: next.blocks }, view.values) });
  }

  function publish(userId: string, source: Json, hash: string): View {
    const before = homes.get(userId);
    if (hash !== '' && before && before.hash !== hash) throw new Refused('hash_conflict');
    if (before) return update(before, source);
    const id = workspace.newId('V');
    return replace(built(source, { id, userId, rootId: id, previousId: null }));
  }

  return {
    open,
    push,
    update,
    publish,
    stack,
    top: (userId: string): View | undefined => stack(userId).at(-1),
    home: (userId: string): View | undefined => homes.get(userId),
    find: (match: (view: View) => boolean): View | undefined => everywhere().find(match),
    /** What a person typed or was told; the hash stays, since the app's content did. */
    touch: (view: View, change: Partial<Pick<View, 'values' | 'errors'>>): View =>
      replace({ ...view, ...change }),
    close: (view: View): void =>
      setStack(
        view.userId,
        stack(view.userId).filter((one) => one.id !== view.id),
      ),
    clear: (userId: string): void => setStack(userId, []),
  };
}

/** A view the way API answers and payloads carry it. */
export function viewObject(view: View, workspace: Workspace): Json {
  const { source } = view;
  const modal = view.type === 'modal';
  return {
    id: view.id,
    team_id: workspace.teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.values },
    hash: view.hash,
    title: source.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: source.clear_on_close ?? false,
    notify_on_close: source.notify_on_close ?? false,
    close: source.close ?? null,
    submit: source.submit ?? null,
    ...(modal ? { submit_disabled: source.submit_disabled ?? false } : {}),
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: appId,
    external_id: view.externalId,
    app_installed_team_id: workspace.teamId,
    bot_id: botId,
  };
}
