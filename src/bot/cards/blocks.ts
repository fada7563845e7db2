/**
 * Blocks as Slack takes them, within its limits. What people typed arrives here harmless already,
 * or as rich text, in which nothing is parsed.
 */
import type { ContextBlock, RichTextBlock, RichTextElement, SectionBlock } from '@slack/types';
import { cut, sectionCharactersMax } from './limits.ts';

/** A section of our own words; what people typed in it went through `typed`. */
export function section(text: string): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cut(text, sectionCharactersMax), verbatim: true },
  };
}

export function small(text: string): ContextBlock {
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: cut(text, sectionCharactersMax), verbatim: true }],
  };
}

/** Lines of rich text: nothing in them is parsed, so typed text goes in as it is shown. */
export function richLines(
  lines: readonly (readonly RichTextElement[])[],
  between = '\n',
): RichTextBlock {
  const elements = lines.flatMap((line, index) =>
    index === 0 ? [...line] : [{ type: 'text' as const, text: between }, ...line],
  );
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** The same as a list with bullets. */
export function richList(items: readonly string[]): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: items.map((text) => ({
          type: 'rich_text_section',
          elements: [{ type: 'text', text }],
        })),
      },
    ],
  };
}
