/** A button with a menu above it: arrow keys move, Escape closes and returns, a choice closes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html, type Shown } from './html.ts';

export interface MenuItem {
  readonly name: string;
  /** Empty where the name says it all. */
  readonly about: string;
  readonly run: () => unknown;
}

export function MenuButton({
  label,
  sign = '+',
  items,
}: {
  readonly label: string;
  readonly sign?: string;
  readonly items: readonly MenuItem[];
}): Shown {
  const [isOpen, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const all = (): readonly HTMLElement[] => [
    ...(whole.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];
  useEffect(() => {
    if (isOpen) all()[0]?.focus();
  }, [isOpen]);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const entries = all();
    const at = entries.findIndex((entry) => entry.matches(':focus'));
    entries[(at + step + entries.length) % entries.length]?.focus();
  };
  return html`<div class="menu-place" ref=${whole} onKeyDown=${isOpen ? onKey : undefined}>
    <button
      ref=${opener}
      type="button"
      class=${sign === '+' ? 'icon' : 'button'}
      aria-label=${label}
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      onClick=${() => setOpen(!isOpen)}
    >
      ${sign}
    </button>
    ${
      isOpen &&
      html`<div class="menu" role="menu" aria-label=${label}>
        ${items.map(
          ({ name, about, run }) => html`<button
            type="button"
            role="menuitem"
            onClick=${() => {
              close();
              run();
            }}
          >
            <strong>${name}</strong>${about !== '' && html`<span>${about}</span>`}
          </button>`,
        )}
      </div>`
    }
  </div>`;
}
