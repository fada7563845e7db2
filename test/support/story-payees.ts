/**
 * Recipients for the stories: as many distinct, valid addresses as a test wants, and files of them.
 * The checksums are made by hand here, so that the product's own libraries prove nothing to themselves.
 */
import { createHash } from 'node:crypto';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** The n-th of a row of Tron addresses that nobody owns. */
export function tronAddress(n: number): string {
  const body = Buffer.concat([Buffer.of(0x41), sha256(Buffer.from(`tron ${n}`)).subarray(0, 20)]);
  const bytes = Buffer.concat([body, sha256(sha256(body)).subarray(0, 4)]);
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = letters.charAt(Number(value % 58n)) + text;
  return text;
}

/** In lower case, where there is no checksum to get right. */
export function etherAddress(n: number): string {
  return `0x${createHash('sha256').update(`ether ${n}`).digest('hex').slice(0, 40)}`;
}

export type Cells = Readonly<
  Partial<Record<'address' | 'amount' | 'currency' | 'name' | 'comment' | 'reference', string>>
>;

/** A CSV file, as the field of the form takes it. */
export function csvFile(rows: readonly Cells[], name = 'payroll.csv') {
  const columns = ['address', 'amount', 'currency', 'name', 'comment', 'reference'] as const;
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
  return { name, bytes: Buffer.from(`${[columns.join(','), ...lines].join('\n')}\n`) };
}

/** `count` rows of one currency, each with an address and an amount of its own. */
export function rowsOf(count: number, currency: 'USDT_TRX' | 'ETH', first = 1): Cells[] {
  return Array.from({ length: count }, (_, index) => {
    const n = first + index;
    return currency === 'ETH'
      ? { address: etherAddress(n), amount: `0.0${n}`, currency, name: `Ether payee ${n}` }
      : { address: tronAddress(n), amount: `${n}.5`, currency, name: `Tron payee ${n}` };
  });
}
