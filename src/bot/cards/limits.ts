/**
 * Slack's limits by name, and the helpers that keep within them.
 * A text that is cut says so with an ellipsis; nothing that is decided about is ever cut.
 */
export const headerCharactersMax = 150;
export const sectionCharactersMax = 3_000;
export const optionCharactersMax = 75;
export const optionsMax = 100;
export const linesInReviewMax = 300;
export const modalBlocksMax = 100;
/** Slack refuses a modal above 250 KB; ours stay well below. */
export const modalBytesMax = 200_000;

export function cut(text: string, max: number): string {
  const points = [...text];
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}

export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
