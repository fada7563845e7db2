/**
 * A window of a real Chromium, for tests of the sandbox's page. It may talk to this machine only,
 * and what a page prints as an error is kept.
 */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

export interface Visit {
  readonly page: Page;
  /** Errors the page printed or threw, and requests it made to anywhere else. */
  readonly troubles: readonly string[];
  /** What axe finds serious or critical in what is shown now, as one line each. */
  accessibility(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** A browser window of its own, with nothing remembered. */
export async function visit(
  browser: Browser,
  url: string,
  viewport: Viewport = { width: 1440, height: 900 },
): Promise<Visit> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  const troubles: string[] = [];
  await context.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    async (route) => {
      troubles.push(`asked ${route.request().url()}`);
      await route.abort();
    },
  );
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`printed ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`threw ${error.message}`));
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  return {
    page,
    troubles,
    accessibility: async () => {
      // Evaluated rather than added as a script, which the page's own policy would forbid.
      await page.evaluate(axe.source);
      const found: readonly Finding[] = await page.evaluate(
        'axe.run().then(({ violations }) => violations)',
      );
      return found
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    },
    close: () => context.close(),
  };
}

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}
