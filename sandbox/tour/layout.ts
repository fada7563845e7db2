/**
 * Plain text made pleasant to read: wrapped, shortened, lined up. Everything here is a function of
 * its arguments; nothing is printed and nothing is coloured.
 */

/** The tour never prints a wider line. */
export const widthMax = 100;

/** One text as lines of at most `width` characters, further lines of a paragraph indented alike. */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrappedParagraph(paragraph.trimEnd(), width));
}

function wrappedParagraph(paragraph: string, width: number): readonly string[] {
  const indent = ' '.repeat(/^(?:\s*(?:•|\d+\.)\s)?/.exec(paragraph)?.[0].length ?? 0);
  const lines: string[] = [];
  let rest = paragraph;
  while (lengthOf(rest) > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > indent.length ? space : width;
    lines.push(rest.slice(0, at).trimEnd());
    rest = `${indent}${rest.slice(at).trimStart()}`;
  }
  return [...lines, rest];
}

/** The first and the last lines, and between them how many are left out. */
export function shortened(
  lines: readonly string[],
  { head, tail }: { readonly head: number; readonly tail: number },
): readonly string[] {
  const left = lines.length - head - tail;
  if (left < 2) return lines;
  const end = tail === 0 ? [] : lines.slice(-tail);
  return [...lines.slice(0, head), `… ${left} more lines …`, ...end];
}

/** Slack's marks for bold and code, the targets of links and dividers, as a client draws them. */
export function unmarked(text: string): string {
  return text
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/ \(https?:[^)\s]+\)/g, '')
    .replace(/^---$/gm, '─'.repeat(12))
    .replaceAll('`', '');
}

/** Rows with their columns lined up, two spaces apart. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** In tenths, such as `3.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const lengthOf = (text: string): number => [...text].length;
