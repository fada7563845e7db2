/**
 * What the page server tells the browser: one state for Slack as one person sees it, one for
 * Calypso, one for the clock. Types only; both sides import them and nothing runs here.
 */

export type Json = { readonly [name: string]: unknown };

export interface ShownPerson {
  readonly id: string;
  readonly name: string;
  /** In the policy's words: requester, treasury, director, viewer, guest, deactivated, outsider. */
  readonly role: string;
  /** When each message came that made this person's phone buzz. */
  readonly pushes: readonly string[];
}

export interface ShownFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** Only its place is left. */
  readonly deleted: boolean;
}

export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly files: readonly ShownFile[];
  readonly ephemeral: boolean;
  /** Slack marks only edits of plain text; a card that is repainted carries no mark. */
  readonly edited: boolean;
  /** Nothing is left of it but the thread that hangs on it. */
  readonly deleted: boolean;
  /** How often it changed, marked or not. */
  readonly version: number;
}

export interface ShownChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** Shared with another organisation. */
  readonly external: boolean;
  readonly archived: boolean;
  readonly messages: readonly ShownMessage[];
}

export interface ShownView {
  readonly id: string;
  readonly title: string;
  readonly submit?: string;
  readonly close: string;
  readonly blocks: readonly Json[];
  /** Block id, action id, value as Slack keeps it. */
  readonly values: { readonly [blockId: string]: { readonly [actionId: string]: Json } };
  readonly errors: { readonly [blockId: string]: string };
}

/** Something Slack's client would tell this person, such as an app that did not answer. */
export interface ShownNotice {
  readonly at: number;
  readonly words: string;
}

/** A call of the bot that Slack refused. */
export interface RefusedCall {
  readonly at: number;
  readonly method: string;
  readonly error: string;
  readonly pointers: readonly string[];
}

export interface AppFace {
  readonly name: string;
  readonly botUserId: string;
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly hint: string;
  }[];
  readonly shortcuts: readonly Shortcut[];
  readonly messageShortcuts: readonly Shortcut[];
  readonly hasHome: boolean;
  /** Whether people may write in the direct message with the app. */
  readonly takesMessages: boolean;
}

export interface Shortcut {
  readonly name: string;
  readonly callbackId: string;
  readonly description: string;
}

export interface SlackState {
  readonly me: string;
  readonly people: readonly ShownPerson[];
  /** Why Slack shows this person nothing at all. */
  readonly signedOut?: string;
  /** Whether Slack offers commands and shortcuts: not to people of another workspace. */
  readonly atHome: boolean;
  readonly channels: readonly ShownChannel[];
  /** The direct message with the app; empty for people of another workspace, who have none. */
  readonly dm: string;
  readonly modals: readonly ShownView[];
  readonly home?: ShownView;
  readonly notices: readonly ShownNotice[];
  readonly refused: readonly RefusedCall[];
  readonly app: AppFace;
  /** Links to messages begin like this; they lead to this page instead. */
  readonly archives: string;
  readonly bot: 'running' | 'stopped';
  readonly tryFirst: string;
  readonly samples: readonly string[];
  /** Changes with `--reset`; what a browser remembers of older data no longer counts. */
  readonly dataId: string;
}

export interface ShownWithdrawal {
  readonly address: string;
  readonly amount: string;
  readonly state: string;
  readonly errors: readonly string[];
}

export interface ShownPayout {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly currency: string;
  readonly amount: string;
  readonly state: string;
  readonly isFinal: boolean;
  readonly createdAt: number;
  readonly withdrawals: readonly ShownWithdrawal[];
}

export interface ShownRequest {
  readonly id: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Whether it asks for money to move. */
  readonly isCreate: boolean;
  /** `ok`, an error code with its meaning, or what a fault did. */
  readonly verdict: string;
  readonly signature: 'valid' | 'wrong' | 'not checked';
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly status: number;
  readonly response: string;
}

export interface ShownDelivery {
  readonly id: string;
  readonly event: number;
  readonly type: string;
  readonly attempt: number;
  readonly at: number;
  /** Undefined while it waits for its next try. */
  readonly status?: number;
  readonly response?: string;
  readonly body: string;
}

export interface ShownSubscription {
  readonly id: string;
  readonly url: string;
  readonly blocked: boolean;
}

export interface CalypsoState {
  readonly balances: readonly { readonly code: string; readonly amount: string }[];
  readonly payouts: readonly ShownPayout[];
  readonly movesByItself: boolean;
  readonly requests: readonly ShownRequest[];
  readonly subscriptions: readonly ShownSubscription[];
  readonly deliveries: readonly ShownDelivery[];
  readonly waiting: readonly ShownDelivery[];
}

export interface ShownTrouble {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** `said` is of one payout or of every; `done` needs one; `happens` and `done` stay on nowhere. */
  readonly kind: 'once' | 'lasting' | 'said' | 'done' | 'happens';
  readonly isOn: boolean;
  /** Ids of the payouts it is on for alone. */
  readonly onFor: readonly string[];
}

export interface ShownTroubleGroup {
  readonly name: string;
  readonly about: string;
  readonly troubles: readonly ShownTrouble[];
}

/** Something that is not as it should be. */
export interface ShownTroubleOn {
  readonly key: string;
  readonly name: string;
  readonly where: string;
  /** The deed that takes it back, if there is one for it alone. */
  readonly undo?: object;
  /** What the way back is called, if not "Undo". */
  readonly undoName?: string;
}

export interface TroublesState {
  readonly groups: readonly ShownTroubleGroup[];
  readonly on: readonly ShownTroubleOn[];
}

export interface ClockState {
  /** Epoch milliseconds, by the clock that bot and emulators share. */
  readonly now: number;
}
