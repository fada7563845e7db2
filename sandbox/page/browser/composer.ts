/**
 * Where people write: words, a slash command with its hint, files picked or dropped, a global
 * shortcut. What Slack does not offer to this person or in this place is not offered here.
 */
import { useRef, useState } from 'preact/hooks';
import type { AppFace, ShownChannel } from '../wire.ts';
import { type Desk, useDesk } from './desk.ts';
import { attached, useDropping } from './dropping.ts';
import { classes, html, type Shown } from './html.ts';
import { handed, sampleFile } from './live.ts';
import { MenuButton, type MenuItem } from './menu.ts';

interface Props {
  readonly channel: ShownChannel;
  readonly threadTs?: string;
}

type Commands = AppFace['commands'];

export function Composer(props: Props): Shown {
  const { slack } = useDesk();
  const { channel } = props;
  if (channel.id === slack.dm && !slack.app.takesMessages)
    return html`<p class="closed">
      ${slack.app.name} reads no messages here. Start in a channel, with
      ${slack.app.commands.map(({ command }) => html` <code>${command}</code>`)}.
    </p>`;
  if (channel.archived)
    return html`<p class="closed">This channel is archived. Nobody can write here.</p>`;
  return html`<${Writing} ...${props} />`;
}

function Writing({ channel, threadTs }: Props): Shown {
  const desk = useDesk();
  const [words, setWords] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const add = (more: readonly File[]): void => setFiles((before) => [...before, ...more]);
  const { over, handlers } = useDropping(add);
  const offered = commandsFor(desk, threadTs, words);

  const send = async (): Promise<void> => {
    const deed = await deedFor(desk, channel.id, threadTs, words, files);
    if (!(await desk.act(deed))) return;
    setWords('');
    setFiles([]);
  };
  const complete = (command: string): void => {
    setWords(`${command} `);
    box.current?.focus();
  };
  const where = threadTs === undefined ? `#${channel.name}` : 'this thread';
  return html`<div class=${classes('composer', over && 'over')} ...${handlers}>
    ${offered.length > 0 && html`<${Offered} commands=${offered} complete=${complete} />`}
    ${attached(
      files.map(({ name }) => name),
      (gone) => setFiles(files.filter((_file, index) => index !== gone)),
    )}
    <div class="composer-row">
      <${MenuButton}
        label="Attach or start something"
        items=${menuFor(desk, threadTs, add, () => picker.current?.click())}
      />
      <textarea
        ref=${box}
        rows="1"
        value=${words}
        aria-label=${`Message to ${where}`}
        placeholder=${`Message ${where}`}
        onInput=${({ currentTarget }: { currentTarget: HTMLTextAreaElement }) =>
          setWords(currentTarget.value)}
        onKeyDown=${keysFor(words, offered, complete, send)}
      ></textarea>
      <button type="button" class="button primary send" onClick=${send}>Send</button>
    </div>
    <input ref=${picker} type="file" hidden multiple onChange=${picked(add)} />
  </div>`;
}

/** Picking the same file twice in a row counts twice. */
const picked =
  (add: (files: readonly File[]) => void) =>
  ({ currentTarget }: { currentTarget: HTMLInputElement }): void => {
    add([...(currentTarget.files ?? [])]);
    currentTarget.value = '';
  };

/** Commands that begin with what is typed; threads and people from elsewhere have none. */
function commandsFor({ slack }: Desk, threadTs: string | undefined, words: string): Commands {
  const typed = words.split(' ')[0] ?? '';
  if (threadTs !== undefined || !slack.atHome || !typed.startsWith('/')) return [];
  return slack.app.commands.filter(({ command }) => command.startsWith(typed));
}

function Offered({
  commands,
  complete,
}: {
  readonly commands: Commands;
  readonly complete: (command: string) => void;
}): Shown {
  return html`<ul class="offered" aria-label="Commands">
    ${commands.map(
      ({ command, hint, description }) => html`<li>
        <button type="button" onClick=${() => complete(command)}>
          <strong>${command}</strong> <code>${hint}</code><span>${description}</span>
        </button>
      </li>`,
    )}
  </ul>`;
}

/** Enter sends, Shift and Enter breaks the line; a command that is only begun is completed. */
const keysFor =
  (words: string, [first]: Commands, complete: (command: string) => void, send: () => unknown) =>
  (event: KeyboardEvent): void => {
    const begun = first !== undefined && first.command !== words && !words.includes(' ');
    const isEnter = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
    if (!isEnter && !(event.key === 'Tab' && begun)) return;
    event.preventDefault();
    if (begun) complete(first.command);
    else send();
  };

async function deedFor(
  { slack }: Desk,
  channel: string,
  threadTs: string | undefined,
  words: string,
  files: readonly File[],
): Promise<object> {
  const [command = '', ...rest] = words.trim().split(' ');
  if (command.startsWith('/') && threadTs === undefined && files.length === 0 && slack.atHome)
    return { deed: 'command', channel, command, text: rest.join(' ') };
  const given = await Promise.all(files.map(handed));
  return { deed: 'say', channel, text: words, threadTs, files: given };
}

function menuFor(
  { slack, act }: Desk,
  threadTs: string | undefined,
  add: (files: readonly File[]) => void,
  pick: () => void,
): readonly MenuItem[] {
  const shortcuts = threadTs === undefined && slack.atHome ? slack.app.shortcuts : [];
  return [
    ...shortcuts.map(({ name, callbackId, description }) => ({
      name,
      about: description,
      run: () => void act({ deed: 'shortcut', callbackId }),
    })),
    { name: 'Attach a file', about: 'or drop it here', run: pick },
    ...slack.samples.map((name) => ({
      name: `Attach ${name}`,
      about: 'a sample',
      run: async () => add([await sampleFile(name)]),
    })),
  ];
}
