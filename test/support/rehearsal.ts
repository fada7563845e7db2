/**
 * The sandbox in a browser, as a test tells it: somebody is bob, writes, presses, sees. What a
 * person does to the bot is counted; looking around is not. Nothing is done behind the page's back.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openSandbox } from '../../sandbox/page/open.ts';
import { openBrowser } from '../../sandbox/shots/browser.ts';
import { freePorts } from '../../sandbox/shots/ports.ts';
import { type Viewport, visit } from './browser.ts';

/** Somebody’s wallet on Tron. */
export const address = 'TNDnCPSKPurWSYmZsJmuTFRMNFSriXVtf3';

export type Reader = Awaited<ReturnType<typeof openReader>>;
export type Rehearsal = Awaited<ReturnType<typeof openRehearsal>>;

interface SlackAnswer {
  readonly ok: boolean;
  readonly error?: string;
  readonly ts: string;
}

export async function openRehearsal() {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-sandbox-'));
  const sandbox = await openSandbox({ folder, port: await freePorts(4) });
  const browser = await openBrowser();
  const { slack } = sandbox.workplace;
  return {
    ...sandbox.workplace,
    /** A call to the local Slack as the bot makes it. */
    asBot: async (method: string, args: object): Promise<SlackAnswer> => {
      const response = await fetch(`${slack.apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      });
      return response.json();
    },
    url: sandbox.url,
    openReader: (viewport?: Viewport) => openReader(() => visit(browser, sandbox.url, viewport)),
    end: async () => {
      await browser.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openReader(open: () => ReturnType<typeof visit>) {
  const window = await open();
  const hands = handsOn(window.page);
  const { is, opens, writes, presses, fills, closed, sees, message, dialog, deeds } = hands;

  /** This person reviews and approves from the DM. @returns how often they pressed. */
  const approves = async (name: string, purpose: string) => {
    await is(name);
    await opens('countersign');
    const before = deeds();
    await presses('Review and approve', message(purpose));
    await presses('Approve payout', dialog);
    await closed();
    await sees('You approved payout', message(purpose));
    return deeds() - before;
  };
  return {
    ...window,
    ...hands,
    /** Alice drafts one payment by the form, and asks for it. */
    asks: async (purpose: string, amount = '250') => {
      await is('alice');
      await opens('payouts');
      await writes(`/payout ${amount} USDT_TRX`);
      await fills({ 'What is it for': purpose, Address: address });
      await presses('Check it', dialog);
      await closed();
      await opens('countersign');
      await presses('Request approval', message(purpose));
      await hands.button('Retract', message(purpose)).waitFor();
    },
    approves,
    bothApprove: async (purpose: string) => {
      await approves('bob', purpose);
      await approves('carol', purpose);
    },
    cardSays: async (purpose: string, words: string) => {
      await opens('payouts');
      await sees(words, message(purpose));
    },
  };
}

/** What hands and eyes do on this page. */
function handsOn(page: Page) {
  let deeds = 0;
  const button = (name: string | RegExp, inside: Locator = page.locator('body')) =>
    inside.getByRole('button', { name, exact: typeof name === 'string' });
  const dialog = page.getByRole('dialog');
  /** The newest message that holds these words. */
  const message = (words: string) =>
    page.locator('article.message').filter({ hasText: words }).last();

  return {
    dialog,
    message,
    button,
    /** How often something was done so far. */
    deeds: () => deeds,
    /** Becomes this person; the bot is told nothing. */
    is: async (name: string) => {
      const person = page.getByRole('navigation', { name: 'Who you are' });
      await person.getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();
      await person.locator('[aria-pressed=true]', { hasText: name }).waitFor();
    },
    opens: async (name: string) => {
      const list = page.getByRole('navigation', { name: 'Channels and messages' });
      await list.getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    },
    channels: () => page.locator('.side-list .entry-name').allTextContents(),
    writes: async (words: string) => {
      deeds += 1;
      const box = page.locator('main').getByRole('textbox');
      await box.fill(words);
      await box.press('Enter');
    },
    presses: async (name: string | RegExp, inside?: Locator) => {
      deeds += 1;
      await button(name, inside).click();
    },
    attaches: async (label: string, name: string, text: string) => {
      deeds += 1;
      const files = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
      await dialog.getByLabel(label).setInputFiles(files);
      await dialog.getByText(name, { exact: true }).waitFor();
    },
    fills: async (values: Readonly<Record<string, string>>) => {
      for (const [label, value] of Object.entries(values)) {
        const field = dialog.getByLabel(label);
        if (label === 'Currency') await field.selectOption(value);
        else await field.fill(value);
      }
    },
    /** Waits for the words in the newest message that holds both. */
    sees: async (words: string, inside: Locator = page.locator('main')) =>
      inside.getByText(words).last().waitFor(),
    closed: () => dialog.waitFor({ state: 'detached' }),
    /** What the address bar would not tell: whether something is wider than the window. */
    overflows: async () =>
      page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth'),
  };
}
