/**
 * One window of the browser for each size, and how a moment becomes a PNG: the page is opened as
 * whoever looks, shown what it should show, and stands still. It may reach this machine only.
 */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Seen } from './shots.ts';

export type Size = 'desktop' | 'phone';

const sizes: Readonly<Record<Size, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

const withinMs = 10_000;
/** CSS pixels: air around a modal, what a message fills of a wide page, what the page is besides. */
const marginPx = 16;
const widestPx = 680;
const tallestPx = 1_600;
const aroundPx = 420;

/** A message alone: with air around it, and nothing offered that a pointer would have to find. */
const still = `
  .message { padding-block: 14px; background: none }
  .message.ephemeral { background: #f7f5ee }
  .hangings.quiet { display: none }
`;

export async function photographed(
  browser: Browser,
  url: string,
  { as, place, part, thread }: Seen,
  size: Size,
): Promise<Buffer> {
  const context = await browser.newContext({
    ...sizes[size],
    deviceScaleFactor: 2,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    // The style that makes it stand still is not the page's own.
    bypassCSP: true,
  });
  try {
    await context.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    const page = await context.newPage();
    page.setDefaultTimeout(withinMs);
    await page.goto(`${url}/?as=${as}#${place}`);
    await page.locator('.app').waitFor();
    if (part.kind === 'message') await page.addStyleTag({ content: still });
    if (thread !== undefined) await threadOpened(page, thread);
    const shown = shownBy(page, part);
    await shown.waitFor();
    await page.evaluate('document.activeElement?.blur()');
    await page.mouse.move(0, 0);
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    if (part.kind === 'message') return await wholeMessage(page, shown);
    const isWindow = part.kind === 'window' || size === 'phone';
    const clip = isWindow ? undefined : withMargin(await boxOf(shown));
    return await page.screenshot({ animations: 'disabled', ...(clip && { clip }) });
  } finally {
    await context.close();
  }
}

function shownBy(page: Page, part: Seen['part']): Locator {
  switch (part.kind) {
    case 'window':
      return page.locator('main article.message').last();
    case 'dialog':
      return page.getByRole('dialog');
    case 'message':
      return page.locator(`main article.message[data-ts="${part.ts}"]`);
  }
}

async function threadOpened(page: Page, ts: string): Promise<void> {
  const root = page.locator(`main article.message[data-ts="${ts}"]`);
  await root.locator('.hangings button').first().click();
  await page.getByRole('log', { name: 'Replies' }).locator('article.message').nth(1).waitFor();
}

/** All of it, also what would have to be scrolled to, and nothing of what is around. */
async function wholeMessage(page: Page, shown: Locator): Promise<Buffer> {
  const { width = 0 } = page.viewportSize() ?? {};
  const tall = Math.min(Math.ceil((await boxOf(shown)).height), tallestPx);
  await page.setViewportSize({ width, height: tall + aroundPx });
  await shown.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  const box = await boxOf(shown);
  const clip = { ...box, width: Math.min(box.width, widestPx), height: tall };
  return page.screenshot({ animations: 'disabled', clip });
}

async function boxOf(shown: Locator) {
  const box = await shown.boundingBox();
  if (!box) throw new Error('What should be photographed is not on the page.');
  return box;
}

const withMargin = ({ x, y, width, height }: Awaited<ReturnType<typeof boxOf>>) => ({
  ...{ x: Math.max(0, x - marginPx), y: Math.max(0, y - marginPx) },
  ...{ width: width + 2 * marginPx, height: height + 2 * marginPx },
});
