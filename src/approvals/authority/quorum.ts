/**
 * Whether people fill what is needed, each counting once in all. A matching, not a count; no person
 * is looked up here.
 */
import { z } from 'zod';

/** So many different people out of these. Resolved when asked, kept on the record. */
export const resolvedNeed = z.strictObject({
  from: z.string(),
  count: z.number().int().positive(),
  people: z.array(z.string()),
});
export type Need = z.infer<typeof resolvedNeed>;

/**
 * Whether these people fill all needs, each person counting once in all.
 * A person in two groups is placed where he helps most, so this is a matching, not a count.
 */
export function fills(needs: readonly Need[], approvers: readonly string[]): boolean {
  return places(needs, approvers) === needs.reduce((sum, each) => sum + each.count, 0);
}

/** How many more people each need still wants, given the best placing of those who approved. */
export function stillNeeded(needs: readonly Need[], approvers: readonly string[]): number {
  return needs.reduce((sum, each) => sum + each.count, 0) - places(needs, approvers);
}

/** The largest number of places that distinct people can take: augmenting paths (Kuhn). */
function places(needs: readonly Need[], approvers: readonly string[]): number {
  const slots = needs.flatMap((each) => Array.from({ length: each.count }, () => each.people));
  const holder = new Map<number, string>();
  const seat = (person: string, seen: Set<number>): boolean => {
    for (const [index, eligible] of slots.entries()) {
      if (seen.has(index) || !eligible.includes(person)) continue;
      seen.add(index);
      const held = holder.get(index);
      if (held === undefined || seat(held, seen)) {
        holder.set(index, person);
        return true;
      }
    }
    return false;
  };
  return [...new Set(approvers)].filter((person) => seat(person, new Set())).length;
}

export function unreachable(
  needs: readonly Need[],
  excluded: readonly string[],
): string | undefined {
  const all = needs.flatMap((each) => each.people).filter((person) => !excluded.includes(person));
  if (fills(needs, all)) return undefined;
  return needs.map((each) => `${each.count} of ${each.from}`).join(' and ');
}
