/**
 * Plain text for a terminal: tables with aligned columns and lists of facts. What others wrote is
 * shown without anything that could steer the terminal.
 */

/** A title that begins with `>` stands over numbers: its column is aligned to the right. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
  none = 'None.',
): string {
  if (rows.length === 0) return `${none}\n`;
  const heads = titles.map((title) => title.replace(/^>/, ''));
  const cells = rows.map((row) => heads.map((_, column) => printable(row[column])));
  const widths = heads.map((head, column) =>
    Math.max(...[head, ...cells.map((row) => row[column] ?? '')].map(widthOf)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return titles[column]?.startsWith('>') ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return `${[heads, ...cells].map(line).join('\n')}\n`;
}

/** One fact a line, names aligned; what is not known is left out. */
export function facts(list: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(list).filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...known.map(([name]) => widthOf(name)));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${printable(value)}\n`).join('');
}

const printable = (text: string | undefined): string =>
  (text ?? '–')
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '');

const widthOf = (text: string): number => Array.from(text).length;
