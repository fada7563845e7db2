/** The row of people: whoever is pressed is who the page is now. A number says what is unseen. */
import type { ShownPerson } from '../wire.ts';
import { personNamed, useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { unseenPushes } from './reading.ts';

const tints = 8;

export function Avatar({ id }: { readonly id: string }): Shown {
  const desk = useDesk();
  if (id === desk.slack.app.botUserId)
    return html`<span class="avatar app-mark" aria-hidden="true"></span>`;
  const index = desk.slack.people.findIndex((person) => person.id === id);
  const initial = personNamed(desk, id).slice(0, 1).toUpperCase();
  return html`<span class=${`avatar tint-${index % tints}`} aria-hidden="true">${initial}</span>`;
}

export function People(): Shown {
  const { slack } = useDesk();
  const roles = [...new Set(slack.people.map(({ role }) => role))];
  return html`<nav class="people" aria-label="Who you are">
    ${roles.map(
      (role) => html`<div class="role" role="group" aria-label=${role}>
        <span class="role-name" aria-hidden="true">${role}</span>
        <div class="role-people">
          ${slack.people
            .filter((person) => person.role === role)
            .map((person) => html`<${Person} key=${person.id} person=${person} />`)}
        </div>
      </div>`,
    )}
  </nav>`;
}

function Person({ person }: { readonly person: ShownPerson }): Shown {
  const { slack, be } = useDesk();
  const { id, name, role } = person;
  const isMe = id === slack.me;
  const unseen = isMe ? 0 : unseenPushes(slack, person);
  return html`<button
    type="button"
    class=${classes('person', isMe && 'me', role === 'deactivated' && 'gone')}
    aria-pressed=${isMe}
    onClick=${() => be(id)}
  >
    <${Avatar} id=${id} />
    <span>${name}</span>
    ${unseen > 0 && html`<span class="count">${unseen}<span class="unseen"> new</span></span>`}
  </button>`;
}
