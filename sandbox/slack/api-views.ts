/**
 * The view methods. A view is checked before its trigger is used up, as Slack does: a wrong view
 * can be corrected and opened with the same trigger, as long as that still lives.
 */
import { type Json, record, text } from './json.ts';
import { jsonArg, type Methods, type World } from './method.ts';
import { Refused, refusedFor } from './refused.ts';
import { viewComplaint } from './surfaces.ts';
import { type View, viewObject } from './views.ts';

/** A view that keeps every rule, or the refusal Slack would give. */
export function checkedView(value: unknown, kind: 'modal' | 'home'): Json {
  const complaint = viewComplaint(value, kind);
  if (complaint) throw refusedFor(complaint.error, complaint.problems);
  return record(value);
}

export function viewMethods(world: World): Methods {
  const { workspace, views, triggers } = world;
  const answer = (view: View): Json => ({ view: viewObject(view, workspace) });
  const viewArg = (args: Json): unknown => jsonArg(args, 'view', 'invalid_arguments');

  function personOf(args: Json): string {
    const triggerId = text(args.trigger_id);
    if (triggerId === '') throw new Refused('invalid_arguments');
    return triggers.exchange(triggerId);
  }

  function viewMeant(args: Json): View {
    const [id, externalId] = [text(args.view_id), text(args.external_id)];
    if ((id === '') === (externalId === '')) throw new Refused('invalid_arguments');
    const view = views.find((one) => (id === '' ? one.externalId === externalId : one.id === id));
    if (!view) throw new Refused('not_found');
    return view;
  }

  return {
    'views.open': (args) => {
      const view = checkedView(viewArg(args), 'modal');
      return answer(views.open(personOf(args), view));
    },
    'views.push': (args) => {
      const view = checkedView(viewArg(args), 'modal');
      return answer(views.push(personOf(args), view));
    },
    'views.update': (args) => {
      const current = viewMeant(args);
      const next = checkedView(viewArg(args), current.type);
      const hash = text(args.hash);
      if (hash !== '' && hash !== current.hash) throw new Refused('hash_conflict');
      return answer(views.update(current, next));
    },
    'views.publish': (args) => {
      const view = checkedView(viewArg(args), 'home');
      const person = workspace.person(text(args.user_id));
      if (!person) throw new Refused('invalid_arguments');
      return answer(views.publish(person.id, view, text(args.hash)));
    },
  };
}
