/**
 * Slack gives a name to every block and element that came without one. This does the same,
 * on a copy: what the app sent is never changed.
 */
import { isRecord, type Json, records } from './json.ts';

export function identified(blocks: unknown, newId: () => string): readonly Json[] {
  return records(blocks).map((block) => identifiedBlock(block, newId));
}

function identifiedBlock(block: Json, newId: () => string): Json {
  const element = (value: unknown): unknown =>
    isRecord(value) && value.type !== 'image' ? { action_id: newId(), ...value } : value;
  const elements = (value: unknown): unknown => (Array.isArray(value) ? value.map(element) : value);
  const copy: Record<string, unknown> = { block_id: newId(), ...block };
  switch (block.type) {
    case 'section':
      if (block.accessory !== undefined) copy.accessory = element(block.accessory);
      break;
    case 'input':
      copy.element = element(block.element);
      break;
    case 'actions':
    case 'context_actions':
      copy.elements = elements(block.elements);
      break;
    case 'card':
      if (block.actions !== undefined) copy.actions = elements(block.actions);
      break;
    case 'carousel':
      copy.elements = identified(block.elements, newId);
      break;
    case 'container':
      copy.child_blocks = identified(block.child_blocks, newId);
      break;
  }
  return copy;
}
