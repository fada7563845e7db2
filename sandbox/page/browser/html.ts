/** Templates as virtual nodes: what stands in `${…}` is text or nodes, never markup. */
import { html } from 'htm/preact';

export { html };

export type Shown = ReturnType<typeof html> | string | null | undefined | readonly Shown[];

/** Class names, without those that do not apply. */
export const classes = (...names: readonly (string | false | undefined)[]): string =>
  names.filter(Boolean).join(' ');
