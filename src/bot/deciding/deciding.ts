/**
 * Review, approve, reject, take back, retract, stop: a press opens a modal drawn from the record,
 * or is written down, acknowledged and carried out. Who may is judged by the desk, at that moment.
 */
import { z } from 'zod';
import type { Done } from '../../approvals/desk/record.ts';
import type { Press } from '../../approvals/ledger/ledger.ts';
import { mayCancel } from '../../approvals/request/cancel.ts';
import { couldDecide, mayApprove } from '../../approvals/request/guards.ts';
import type { Request } from '../../approvals/request/request.ts';
import { shown } from '../../approvals/values/text.ts';
import { isRefusal, type Refusal, refused } from '../../approvals/vocabulary/refusals.ts';
import { section } from '../cards/blocks.ts';
import { readButtonValue } from '../cards/buttons.ts';
import { answerRefusal } from '../press/answer.ts';
import type { Conversation } from '../press/conversation.ts';
import { requestOf, stranger } from '../press/gate.ts';
import { openView } from '../press/open-view.ts';
import { type Handlers, pressOf } from '../press/presses.ts';
import { type Pressed, readPress } from '../press/read-press.ts';
import { supersededText } from '../words/answers.ts';
import { cancelView, reasonCharactersMax, rejectView } from './reason-view.ts';
import { reviewView } from './review-view.ts';

const decisionData = z.object({
  number: z.number(),
  fingerprint: z.string(),
  replyTo: z.string(),
  because: z.string().default(''),
});

/** Buttons that open a modal in which the person decides, drawn from the record. */
const views = { review: reviewView, reject: rejectView, cancel: cancelView } as const;

/** Buttons that act at once: recorded, acknowledged, carried out. */
const directActions = ['take-back', 'retract', 'stop', 'release', 'look-again'] as const;

export function decidingListeners(conversation: Conversation): void {
  const { app, presses, now } = conversation;

  /** A card that was posted twice by a crash: the one on record counts, the other says so. */
  const markSuperseded = async (pressed: Pressed, request: Request) => {
    const { message } = pressed;
    const card = await conversation.ledger.postedMessage(`card:${request.asked.number}`);
    if (!message || !card || message.channel !== card.channel || message.ts === card.ts) return;
    const blocks = [section(supersededText)];
    await conversation.worker.chat.update({ ...message, text: supersededText, blocks });
  };

  for (const action of ['review', 'reject', 'cancel'] as const)
    app.action(action, async ({ body, ack }) => {
      await ack();
      const pressed = readPress(body, conversation.team);
      const request = await requestOf(conversation, pressed);
      if (isRefusal(request)) return answerRefusal(conversation, pressed, request);
      const no = await mayReview(conversation, pressed, request, action);
      if (no) return answerRefusal(conversation, pressed, no);
      const { lines } = request.asked.content;
      const context = await conversation.contextOf(pressed.person, lines);
      await openView(conversation, pressed, views[action](request, context));
      await markSuperseded(pressed, request);
    });

  for (const action of directActions)
    app.action(action, async ({ body, ack }) => {
      const pressed = readPress(body, conversation.team);
      await record(pressed, action, '', ack);
    });

  for (const kind of ['approve', 'reject', 'cancel'] as const)
    app.view(kind, async ({ body, ack }) => {
      const pressed = readPress(body, conversation.team);
      await record(pressed, kind, reasonIn(pressed.state), ack);
    });

  /** Written down first, acknowledged then, carried out last. */
  const record = async (
    pressed: Pressed,
    kind: string,
    because: string,
    ack: () => Promise<void>,
  ) => {
    const value = readButtonValue(pressed.value);
    if (!value || stranger(conversation, pressed)) {
      await ack();
      const no = stranger(conversation, pressed) ?? refused('request-not-found');
      return answerRefusal(conversation, pressed, no);
    }
    const data = { ...value, replyTo: pressed.replyTo, because };
    const press = pressOf(pressed, kind, data, now());
    const taken = await presses.take(press);
    await ack();
    if (taken === 'new') await presses.act(press);
  };
}

/** What the recorded presses do. The desk makes each of them one effect, however often it runs. */
export function decidingHandlers(conversation: Conversation): Handlers {
  const { desk, lookSoon } = conversation;

  const handled =
    (act: (data: z.infer<typeof decisionData>, press: Press) => Promise<Done | Refusal>) =>
    async (press: Press) => {
      const data = decisionData.parse(press.data);
      const done = await act(data, press);
      if (isRefusal(done)) {
        const { replyTo, number, fingerprint } = data;
        const { key, person } = press;
        const value = `${number}.${fingerprint}`;
        await answerRefusal(conversation, { key, person, replyTo, value }, done);
        return;
      }
      await lookSoon(data.number);
    };
  const by = ({ person, key }: Press) => ({ person, press: key });

  return {
    approve: handled((data, press) => desk.approve(data.number, data.fingerprint, by(press))),
    reject: handled(({ number, fingerprint, because }, press) =>
      desk.reject(number, fingerprint, because, by(press)),
    ),
    cancel: handled(({ number, because }, press) => desk.askCancel(number, because, by(press))),
    'take-back': handled(async ({ number }, press) => {
      await forgetApprovals(conversation, number, press);
      return desk.takeBack(number, by(press));
    }),
    retract: handled(({ number }, press) => desk.retract(number, by(press))),
    stop: handled(({ number }, press) => desk.stop(number, by(press))),
    release: handled(({ number }, press) => desk.release(number, by(press))),
    'look-again': handled(async ({ number }) => {
      const request = await desk.read(number);
      if (!request) return refused('request-not-found', undefined, `${number}`);
      return request.stage.state === 'unclear'
        ? { request, events: [] }
        : refused('nothing-unclear');
    }),
  };
}

/** An approval that could not be carried out yet must not come true after it was taken back. */
async function forgetApprovals({ ledger, now }: Conversation, number: number, taken: Press) {
  const at = new Date(now()).toISOString();
  for (const { kind, person, key, data } of await ledger.openPresses())
    if (kind === 'approve' && person === taken.person && data.number === number)
      await ledger.pressHandled(key, at);
}

/** Tells people before they read a whole modal that their decision could not count. */
async function mayReview(
  { directory, policy, now }: Conversation,
  pressed: Pressed,
  request: Request,
  action: keyof typeof views,
): Promise<Refusal | undefined> {
  const groups = policy.approvals.flatMap(({ need }) => need).map(({ from }) => from);
  const actor = {
    by: pressed.person,
    press: pressed.key,
    standing: await directory.standing(pressed.person),
    namedNow: groups.some((group) => policy.people[group]?.includes(pressed.person)),
  };
  const { fingerprint } = request.asked;
  const at = new Date(now()).toISOString();
  if (action === 'review') return mayApprove({ ...actor, at, fingerprint }, request);
  if (action === 'cancel') return mayCancel(actor, request);
  const no = couldDecide(actor, request);
  if (no) return no;
  return request.stage.state === 'awaiting' ? undefined : refused('not-awaiting', request);
}

const reasonState = z.object({ because: z.object({ value: z.object({ value: z.string() }) }) });

function reasonIn(state: unknown): string {
  const read = reasonState.safeParse(state);
  return read.success ? shown(read.data.because.value.value, reasonCharactersMax) : '';
}
