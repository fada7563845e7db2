/**
 * A dialog that takes the focus and gives it back: the browser keeps Tab inside, Escape closes,
 * and afterwards the reader is where they were, or in the conversation if that place is gone.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { html, type Shown } from './html.ts';

/** What is there to be read or answered first. */
const first = '[data-first], .field input, .field select, .field textarea';

export function Dialog({
  name,
  kind,
  close,
  children,
}: {
  readonly name: string;
  readonly kind: string;
  readonly close: () => void;
  readonly children: Shown;
}): Shown {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>(first)?.focus();
    return () => {
      const back = before instanceof HTMLElement && before.isConnected ? before : undefined;
      // Whatever was pressed may vanish with the next repaint; by then it is known.
      setTimeout(() => (back?.isConnected ? back : conversation())?.focus(), 0);
    };
  }, []);
  return html`<dialog
    ref=${dialog}
    class=${kind}
    aria-label=${name}
    onCancel=${(event: Event) => {
      event.preventDefault();
      close();
    }}
    onClick=${(event: MouseEvent) => {
      if (event.target === dialog.current) close();
    }}
  >
    ${children}
  </dialog>`;
}

const conversation = (): HTMLElement | null => document.querySelector('[data-conversation]');
