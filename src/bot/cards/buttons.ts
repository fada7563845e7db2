/**
 * Buttons, and what they act on: the request and all 256 bits of what was shown.
 */
import type { Button } from '@slack/types';
import type { Request } from '../../approvals/request/request.ts';

export function buttonValue(request: Request): string {
  return `${request.asked.number}.${request.asked.fingerprint}`;
}

export function readButtonValue(
  value: string | undefined,
): { readonly number: number; readonly fingerprint: string } | undefined {
  const parts = /^(\d{1,15})\.([0-9a-f]{64})$/.exec(value ?? '');
  return parts?.[1] && parts[2]
    ? { number: Number.parseInt(parts[1], 10), fingerprint: parts[2] }
    : undefined;
}

export function button(
  action: string,
  label: string,
  value: string,
  more: Partial<Pick<Button, 'style' | 'confirm'>> = {},
): Button {
  return {
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: label, emoji: false },
    value,
    accessibility_label: label,
    ...more,
  };
}

export function retractButton(request: Request): Button {
  const confirm = {
    title: { type: 'plain_text', text: `Retract payout ${request.asked.number}` },
    text: { type: 'plain_text', text: 'Nobody will be asked for it any more. Nothing was sent.' },
    confirm: { type: 'plain_text', text: 'Retract' },
    deny: { type: 'plain_text', text: 'Keep it' },
  } as const;
  return button('retract', 'Retract', buttonValue(request), { confirm });
}
