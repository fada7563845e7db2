/**
 * One part with the lines it carries, as it is put to the rail. A plan that names a line which is
 * not there throws.
 */
import type { Draft } from '../draft/content.ts';
import type { PartOrder } from './rail.ts';

export function orderOf(
  requestNumber: number,
  content: Draft['content'],
  plan: PartOrder['plan'],
  key: string,
): PartOrder {
  const lines = plan.lines.map((number) => {
    const line = content.lines[number - 1];
    if (!line) throw new Error(`Part ${plan.part} names line ${number}, which does not exist.`);
    return line;
  });
  return { plan, key, requestNumber, purpose: content.purpose, lines };
}
