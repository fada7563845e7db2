/** Amounts and states as the page writes them. */

export const spoken = (state: string): string => state.toLowerCase().replaceAll('_', ' ');

/** `1234567.5` as `1,234,567.5`; the digits stay as they are. */
export function grouped(amount: string): string {
  const [whole = '', part] = amount.split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? digits : `${digits}.${part}`;
}
