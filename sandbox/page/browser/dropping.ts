/** Files that are dropped on something, and the list of those that hang on it. */
import { useState } from 'preact/hooks';
import { html, type Shown } from './html.ts';

/** Handlers for whatever takes files; `over` while some hover above it. */
export function useDropping(take: (files: readonly File[]) => unknown) {
  const [over, setOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      take([...(event.dataTransfer?.files ?? [])]);
    },
  };
  return { over, handlers };
}

export const attached = (names: readonly string[], remove: (index: number) => void): Shown =>
  names.map(
    (name, index) => html`<p class="attached">
      <span>${name}</span>
      <button
        type="button"
        class="link"
        aria-label=${`Remove ${name}`}
        onClick=${() => remove(index)}
      >
        Remove
      </button>
    </p>`,
  );
