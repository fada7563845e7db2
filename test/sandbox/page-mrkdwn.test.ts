/** Slack's markup as the page reads it. */
import { describe, expect, it } from 'vitest';
import { type Span, spansOf } from '../../sandbox/page/browser/mrkdwn.ts';

const text = (words: string): Span => ({ kind: 'text', text: words });

describe('markup on the page', () => {
  it.each<[string, string, readonly Span[]]>([
    [
      'bold',
      'pay *12.00 USDT* now',
      [text('pay '), { kind: 'bold', inside: [text('12.00 USDT')] }, text(' now')],
    ],
    ['italic', '_maybe_', [{ kind: 'italic', inside: [text('maybe')] }]],
    ['strike', '~gone~', [{ kind: 'strike', inside: [text('gone')] }]],
    ['code', 'see `/payout`', [text('see '), { kind: 'code', text: '/payout' }]],
    ['a block of code', '```a < b```', [{ kind: 'pre', text: 'a < b' }]],
    ['a person', '<@U0BOB>', [{ kind: 'person', id: 'U0BOB' }]],
    ['a channel', '<#C0PAYOUTS|payouts>', [{ kind: 'channel', id: 'C0PAYOUTS' }]],
    ['a broadcast', '<!channel>', [{ kind: 'group', name: 'channel' }]],
    [
      'a link with a label',
      '<https://tronscan.org/#/tx/1|Open &amp; read>',
      [{ kind: 'link', url: 'https://tronscan.org/#/tx/1', label: 'Open & read' }],
    ],
    [
      'a date',
      '<!date^1732100000^{date_short_pretty} at {time}|2024-11-20 10:53 UTC>',
      [
        {
          kind: 'date',
          seconds: 1_732_100_000,
          format: '{date_short_pretty} at {time}',
          fallback: '2024-11-20 10:53 UTC',
        },
      ],
    ],
    ['a quote', '&gt; one\n&gt; two', [{ kind: 'quote', inside: [text('one\ntwo')] }]],
    [
      'a date inside bold',
      '*by <!date^1^{time}|x>*',
      [
        {
          kind: 'bold',
          inside: [text('by '), { kind: 'date', seconds: 1, format: '{time}', fallback: 'x' }],
        },
      ],
    ],
  ])('reads %s', (_what, source, spans) => {
    expect(spansOf(source)).toEqual(spans);
  });

  it.each([
    ['escaped text that looks like a mention', '&lt;!channel&gt;', '<!channel>'],
    [
      'escaped text that looks like a link',
      '&lt;https://evil.example|Approve&gt;',
      '<https://evil.example|Approve>',
    ],
    ['entities once only', '&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['stars inside words', '2*3*4', '2*3*4'],
    ['a lone star', 'a * b', 'a * b'],
    ['underscores of a code', 'USDT_TRX and USDT_BSC', 'USDT_TRX and USDT_BSC'],
  ])('leaves %s as text', (_what, source, words) => {
    expect(spansOf(source)).toEqual([text(words)]);
  });
});
