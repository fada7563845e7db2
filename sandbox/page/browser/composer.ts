/**
 * Where people write: words, a slash command with its hint, files picked or dropped, a global
 * shortcut. What Slack does not offer to this person or in this place is not offered here.
 */
import { useRef, useState } from 'preact/hooks';
import type { ShownChannel } from '../wire.ts';
import { type Desk, useDesk } from './desk.ts';
import { classes, html, type Shown } from './html.ts';
import { handed, sampleFile } from './live.ts';
import { MenuButton, type MenuItem } from './menu.ts';

interface Props {
  readonly channel: ShownChannel;
  readonly threadTs?: string;
}

export function Composer(props: Props): Shown {
  const { slack } = useDesk();
  const { channel, threadTs } = props;
  if (channel.id === slack.dm && !slack.app.takesMessages)
    return html`<p class="closed">
      ${slack.app.name} reads no messages here. Start in a channel, with
      ${slack.app.commands.map(({ command }) => html` <code>${command}</code>`)}.
    </p>`;
  return html`<${Writing} ...${props} threadTs=${threadTs} />`;
}

function Writing({ channel, threadTs }: Props): Shown {
  const desk = useDesk();
  const { slack } = desk;
  const [words, setWords] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [over, setOver] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const add = (more: readonly File[]): void => setFiles((before) => [...before, ...more]);
  const commands = threadTs === undefined && slack.atHome ? slack.app.commands : [];
  const typed = words.split(' ')[0] ?? '';
  const offered = typed.startsWith('/')
    ? commands.filter(({ command }) => command.startsWith(typed))
    : [];

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
  const onKey = (event: KeyboardEvent): void => {
    const [first] = offered;
    const begun = first !== undefined && first.command !== typed;
    if (event.key === 'Tab' && begun && !words.includes(' ')) {
      event.preventDefault();
      complete(first.command);
    }
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (begun && !words.includes(' ')) complete(first.command);
    else void send();
  };
  const where = threadTs === undefined ? `#${channel.name}` : 'this thread';
  return html`<div
    class=${classes('composer', over && 'over')}
    onDragOver=${(event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    }}
    onDragLeave=${() => setOver(false)}
    onDrop=${(event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      add([...(event.dataTransfer?.files ?? [])]);
    }}
  >
    ${
      offered.length > 0 &&
      html`<ul class="offered" aria-label="Commands">
        ${offered.map(
          ({ command, hint, description }) => html`<li>
            <button type="button" onClick=${() => complete(command)}>
              <strong>${command}</strong> <code>${hint}</code><span>${description}</span>
            </button>
          </li>`,
        )}
      </ul>`
    }
    ${files.map(
      (file) => html`<p class="attached">
        <span>${file.name}</span>
        <button
          type="button"
          class="link"
          aria-label=${`Remove ${file.name}`}
          onClick=${() => setFiles(files.filter((one) => one !== file))}
        >
          Remove
        </button>
      </p>`,
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
        onKeyDown=${onKey}
      ></textarea>
      <button type="button" class="button primary send" onClick=${send}>Send</button>
    </div>
    <input
      ref=${picker}
      type="file"
      hidden
      multiple
      onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) => {
        add([...(currentTarget.files ?? [])]);
        currentTarget.value = '';
      }}
    />
  </div>`;
}

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
