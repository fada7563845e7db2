/**
 * The ways to a draft, and the one way from a draft to a request: `/payout`, the form, a CSV file,
 * "Request approval". Nothing typed or uploaded here is ever sent; it is only ever asked for.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { content, type Draft, purposeCharactersMax } from '../../approvals/draft/content.ts';
import type { Press } from '../../approvals/ledger/ledger.ts';
import { mayAsk } from '../../approvals/policy/schema.ts';
import { fileBytesMax } from '../../approvals/sheet/csv.ts';
import { readSheet } from '../../approvals/sheet/sheet.ts';
import { sha256 } from '../../approvals/values/digest.ts';
import { shown } from '../../approvals/values/text.ts';
import { isRefusal, refused } from '../../approvals/vocabulary/refusals.ts';
import { answer, answerRefusal } from '../press/answer.ts';
import type { Conversation } from '../press/conversation.ts';
import { type Handlers, pressOf } from '../press/presses.ts';
import { readPress } from '../press/read-press.ts';
import { slowText } from '../words/answers.ts';
import { fileTroubleText, helpText } from '../words/help.ts';
import { refusalText } from '../words/refusals.ts';
import { formView, type Prefilled, readCommandText, readForm, slackFile } from './form.ts';

const lineData = z.object({ purpose: z.string(), line: content.shape.lines.element });
const fileData = z.object({ purpose: z.string(), file: slackFile });
const draftData = z.object({ draft: z.string(), replyTo: z.string() });

export function draftingListeners(conversation: Conversation): void {
  const { app, policy, presses, now, log } = conversation;
  const allowed = policy.currencies.allowed;

  const openForm = async (
    person: string,
    triggerId: string,
    filled: Prefilled,
    replyTo: string,
  ) => {
    try {
      const view = formView(await offered(conversation), filled);
      await conversation.interactive.views.open({ trigger_id: triggerId, view });
    } catch (error) {
      log.warn({ person, err: error }, 'the form could not be opened');
      await answer(conversation, `form:${triggerId}`, { person, channel: replyTo, text: slowText });
    }
  };

  app.command('/payout', async ({ command, ack }) => {
    const filled = readCommandText(command.text, currencyOf(conversation));
    if (!mayAsk(policy, command.user_id) || command.team_id !== conversation.team) {
      await ack({ response_type: 'ephemeral', text: refusalText(refused('not-a-requester')) });
      return;
    }
    if (filled === 'help') {
      await ack({ response_type: 'ephemeral', text: helpText(allowed) });
      return;
    }
    await ack();
    await openForm(command.user_id, command.trigger_id, filled, command.channel_id);
  });

  app.shortcut('payout_new', async ({ shortcut, ack }) => {
    await ack();
    const person = shortcut.user.id;
    if (mayAsk(policy, person)) await openForm(person, shortcut.trigger_id, {}, person);
    else {
      const text = refusalText(refused('not-a-requester'));
      await answer(conversation, `shortcut:${shortcut.trigger_id}`, {
        person,
        channel: person,
        text,
      });
    }
  });

  app.view('form', async ({ body, ack }) => {
    const pressed = readPress(body, conversation.team);
    const read = readForm(pressed.state, currencyOf(conversation), allowed);
    if (read.kind === 'errors') {
      await ack({ response_action: 'errors', errors: read.errors });
      return;
    }
    const { kind, ...rest } = read;
    const data =
      'line' in rest ? { ...rest, line: z.encode(content.shape.lines.element, rest.line) } : rest;
    const press = pressOf(pressed, `form-${kind}`, data, now());
    const taken = await presses.take(press);
    await ack();
    if (taken === 'new') await presses.act(press);
  });

  for (const kind of ['ask', 'discard'] as const)
    app.action(kind, async ({ body, ack }) => {
      const pressed = readPress(body, conversation.team);
      const data = { draft: pressed.value, replyTo: pressed.replyTo };
      const press = pressOf(pressed, kind, data, now());
      const taken = await presses.take(press);
      await ack();
      if (taken === 'new') await presses.act(press);
    });
}

/** What the recorded presses of drafting do; each may run again after a crash. */
export function draftingHandlers(conversation: Conversation): Handlers {
  const { ledger, drafts, desk, now, tellSoon, policy } = conversation;
  const at = () => new Date(now()).toISOString();

  const keep = async (press: Press, drafted: Draft['content']) => {
    const { person } = press;
    if (!mayAsk(policy, person)) return refuse(press, refused('not-a-requester'));
    const id = draftId(press.key);
    await drafts.save({ id, by: person, createdAt: press.at, content: drafted });
    await show(id, person, 'new');
  };
  const show = async (id: string, person: string, why: string) => {
    const data = { draft: id, person };
    const message = { key: `draft:${id}:${why}`, lane: `dm:${person}`, kind: 'draft', data };
    await ledger.enqueue([message], at());
    tellSoon();
  };
  const refuse = (press: Press, refusal: ReturnType<typeof refused>, replyTo = press.person) =>
    answerRefusal(
      conversation,
      { key: press.key, person: press.person, replyTo, value: '' },
      refusal,
    );

  return {
    'form-line': async (press) => {
      const { purpose, line } = lineData.parse(press.data);
      await keep(press, { purpose, lines: [line] });
    },
    'form-file': async (press) => {
      const { purpose, file } = fileData.parse(press.data);
      const name = shown(file.name ?? 'file.csv', 100);
      const bytes = await fetchFile(conversation, file);
      if (typeof bytes === 'string') {
        const { person } = press;
        await answer(conversation, press.key, {
          person,
          channel: person,
          text: fileTroubleText(bytes, name),
        });
        return;
      }
      const sheet = readSheet(bytes, name, currencyOf(conversation));
      if ('problems' in sheet) {
        const data = { person: press.person, name, ...sheet };
        const lane = `dm:${press.person}`;
        await ledger.enqueue(
          [{ key: `problems:${press.key}`, lane, kind: 'problems', data }],
          at(),
        );
        tellSoon();
        return;
      }
      const withoutEnding = name.replace(/\.[A-Za-z]{1,5}$/, '');
      await keep(press, {
        purpose: shown(purpose === '' ? withoutEnding : purpose, purposeCharactersMax),
        lines: sheet.lines,
        source: { name, sha256: sha256(bytes) },
      });
    },
    ask: async (press) => {
      const { draft: id, replyTo } = draftData.parse(press.data);
      const draft = await drafts.get(id);
      const asked = await ledger.byDraft(id);
      if (asked !== undefined)
        return refuse(press, refused('draft-already-requested', undefined, `${asked}`), replyTo);
      if (!draft) return refuse(press, refused('draft-not-found'), replyTo);
      const answered = await desk.ask(draft, { person: press.person, press: press.key });
      if (isRefusal(answered)) await refuse(press, answered, replyTo);
      tellSoon();
    },
    discard: async (press) => {
      const { draft: id } = draftData.parse(press.data);
      const draft = await drafts.get(id);
      if (draft && draft.by !== press.person) return refuse(press, refused('not-your-request'));
      await drafts.discard(id);
      await show(id, press.person, `discard:${press.key}`);
    },
  };
}

/** The currencies a person can choose from: allowed, known, and held by the account if that is known. */
async function offered({ rail, policy, balances }: Conversation) {
  const found = await balances();
  const allowed = policy.currencies.allowed.flatMap((code) => rail.currency(code) ?? []);
  const held = allowed.filter(({ code }) => found?.has(code));
  return held.length > 0 ? held : allowed;
}

function currencyOf({ rail, policy }: Conversation) {
  return (code: string) =>
    policy.currencies.allowed.includes(code) ? rail.currency(code) : undefined;
}

/** @returns the bytes, or the rule by which they are not read. */
async function fetchFile(
  { download, team }: Conversation,
  file: z.infer<typeof slackFile>,
): Promise<Buffer | string> {
  const foreign = file.user_team != null && file.user_team !== team;
  if (file.is_external === true || foreign) return 'file-external';
  if (file.size > fileBytesMax) return 'file-too-large';
  if (file.url_private_download == null) return 'file-not-readable';
  return download({ url: file.url_private_download, size: file.size });
}

/** The same press makes the same draft, however often it is handled. */
function draftId(press: string): string {
  return hash('sha256', `countersign/draft/1:${press}`, 'hex').slice(0, 32);
}
