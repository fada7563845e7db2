/**
 * Slack's markup into spans: bold, italic, strike, code, quotes, links, mentions, dates. Pure: it
 * makes no nodes and knows no names, and what it does not understand stays the text it was.
 */

export type Span =
  | { readonly kind: 'text' | 'code' | 'pre'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly inside: readonly Span[] }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'person' | 'channel'; readonly id: string }
  | { readonly kind: 'group'; readonly name: string }
  | {
      readonly kind: 'date';
      readonly seconds: number;
      readonly format: string;
      readonly fallback: string;
    };

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const unescaped = (words: string): string =>
  words.replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);

export function spansOf(source: string): readonly Span[] {
  return source.split(/```([\s\S]+?)```/).flatMap((part, index): readonly Span[] => {
    if (index % 2 === 1) return [{ kind: 'pre', text: unescaped(part.replace(/^\n/, '')) }];
    return quoted(part);
  });
}

/** Lines that begin with `>` stand together as a quote. */
function quoted(source: string): readonly Span[] {
  const spans: Span[] = [];
  for (const [whole] of source.matchAll(/(?:^&gt; ?[^\n]*\n?)+|(?:^(?!&gt;)[^\n]*\n?)+/gm)) {
    if (whole === '') continue;
    if (!whole.startsWith('&gt;')) spans.push(...inline(whole));
    else spans.push({ kind: 'quote', inside: inline(whole.replace(/^&gt; ?/gm, '')) });
  }
  return spans;
}

/** What can begin inside a line: code, a reference, or one of the three styles. */
const mark =
  /`([^`\n]+)`|<([^<>]+)>|(?<![\p{L}\p{N}*])\*(\S|\S[^*\n]*\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(\S|\S[^_\n]*\S)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(\S|\S[^~\n]*\S)~(?![\p{L}\p{N}~])/u;

function inline(source: string): readonly Span[] {
  const spans: Span[] = [];
  let rest = source;
  for (let found = mark.exec(rest); found; found = mark.exec(rest)) {
    const [whole, code, reference, bold, italic, strike] = found;
    if (found.index > 0) spans.push(plain(rest.slice(0, found.index)));
    if (code !== undefined) spans.push({ kind: 'code', text: unescaped(code) });
    else if (reference !== undefined) spans.push(referred(reference));
    else if (bold !== undefined) spans.push({ kind: 'bold', inside: inline(bold) });
    else if (italic !== undefined) spans.push({ kind: 'italic', inside: inline(italic) });
    else spans.push({ kind: 'strike', inside: inline(strike ?? '') });
    rest = rest.slice(found.index + whole.length);
  }
  return rest === '' ? spans : [...spans, plain(rest)];
}

const plain = (words: string): Span => ({ kind: 'text', text: unescaped(words) });

function referred(inside: string): Span {
  const [target = '', label] = inside.split(/\|(.*)/s);
  if (target.startsWith('@')) return { kind: 'person', id: target.slice(1) };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1) };
  if (target.startsWith('!date^')) {
    const [, seconds = '', format = ''] = target.split('^');
    const fallback = unescaped(label ?? '');
    return { kind: 'date', seconds: Number(seconds), format: unescaped(format), fallback };
  }
  if (target.startsWith('!')) {
    const name = label ?? target.slice(1).replace(/^subteam\^/, '');
    return { kind: 'group', name: unescaped(name) };
  }
  const url = unescaped(target);
  return { kind: 'link', url, label: unescaped(label ?? target) };
}
