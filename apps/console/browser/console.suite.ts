// The console as a person uses it, on a platform that really runs. The experiment goes on while the
// other pages are looked at, so they are seen in the midst of trouble.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from './find-chromium.ts';
import { findViolations } from './find-violations.ts';
import type { Window } from './open-browser.ts';
import { openBrowser, openWindow } from './open-browser.ts';
import { startPlatform } from './start-platform.ts';

const chromium = findChromium();
if (chromium === undefined) {
  console.log('passed over: no chromium, chromium-browser or google-chrome on the PATH');
}

const MAX_TRANSFERRED_BYTES = 300_000;
const pages = ['map', 'traces', 'decisions', 'faults', 'shop'] as const;
const schemes = ['light', 'dark'] as const;

describe.skipIf(chromium === undefined)('the console in a browser', () => {
  const resources = new AsyncDisposableStack();
  let browser: Browser;
  let consoleUrl: string;
  let laboratory: Window;

  beforeAll(async () => {
    const platform = resources.use(await startPlatform());
    ({ consoleUrl } = platform);
    browser = await openBrowser(chromium ?? '');
    resources.defer(() => browser.close());
    laboratory = resources.use(await openWindow(browser, consoleUrl));
  });

  afterAll(() => resources.disposeAsync());

  const open = (options = {}) => openWindow(browser, consoleUrl, options);

  test('an experiment is started from the screen', async () => {
    const { page } = laboratory;
    await page.goto('/#/faults');
    await page
      .getByRole('button', { name: 'Run: Lose one inventory replica while ordering' })
      .click();
    const report = page.getByRole('region', { name: /^Experiment: Lose one/ });
    await report.waitFor();
    expect(await report.getAttribute('data-phase')).toBe('before');
    // One at a time.
    expect(
      await page
        .getByRole('button', { name: /^Run: / })
        .first()
        .isDisabled(),
    ).toBe(true);
  });

  describe.each(pages)('the page %s', (name) => {
    let window: Window;

    beforeAll(async () => {
      // A colour on its way from light to dark has the contrast of neither.
      window = await open({ reducedMotion: 'reduce' });
      await visit(window.page, name);
    });

    afterAll(() => window[Symbol.asyncDispose]());

    test.each(schemes)('has nothing serious for axe to find, %s', async (colorScheme) => {
      await window.page.emulateMedia({ colorScheme });
      expect(await findViolations(window.page)).toEqual([]);
    });

    test('fits 390 px without scrolling sideways', async () => {
      await window.page.setViewportSize({ width: 390, height: 844 });
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      await expect.poll(() => window.page.evaluate(beyond)).toBe(0);
    });

    test('makes no error, and no request to another host', () => {
      expect(window.errors).toEqual([]);
      expect(window.foreignRequests).toEqual([]);
    });
  });

  test('all of it is at most 300 kB', async () => {
    await using window = await open();
    let bytes = 0;
    window.page.on('response', (response) => {
      const isFile = !new URL(response.url()).pathname.startsWith('/api/');
      if (isFile) void response.body().then((body) => (bytes += body.length));
    });
    for (const name of pages) await visit(window.page, name);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(MAX_TRANSFERRED_BYTES);
  });

  test('an order is placed, confirmed and traced with the keyboard alone', async () => {
    await using window = await open();
    const { page } = window;
    await visit(page, 'shop');
    await tabTo(page, '[aria-label^="One "][aria-label$=" more"]');
    await page.keyboard.press('Enter');
    await tabTo(page, 'button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('[data-state=CONFIRMED]').waitFor();
    await tabTo(page, '[data-state=CONFIRMED] a');
    await page.keyboard.press('Enter');

    const rows = page.getByRole('treegrid').locator('tbody tr');
    await page.getByText('PlaceOrder').first().waitFor();
    await tabTo(page, '[role=treegrid] tr');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    expect(await rows.nth(1).getAttribute('aria-selected')).toBe('true');
    const before = await rows.count();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => rows.count()).toBeLessThan(before);
    expect(await findViolations(page)).toEqual([]);
    expect(window.errors).toEqual([]);
  });

  test('a server that is away is told, and the page goes on when it is back', async () => {
    await using window = await open();
    const { page } = window;
    await page.route('**/api/stream', (route) => route.abort());
    await page.goto('/');
    await page.getByText('The console’s server does not answer').waitFor();
    await page.unroute('**/api/stream');
    await page.getByRole('heading', { name: 'Services and calls' }).waitFor();
    expect(await page.locator('main').getAttribute('class')).toBe('is-live');
  });

  test('the effect of the experiment is read from the screen', async () => {
    const { page, errors } = laboratory;
    const report = page.getByRole('region', { name: /^Experiment: Lose one/ });
    await page.locator('[data-phase=done]').waitFor({ timeout: 60_000 });
    expect(await report.getByRole('listitem').first().textContent()).toMatch(
      /inventory#\d is killed/,
    );
    const success = report.getByRole('row').locator('td:nth-of-type(1)');
    const shares = await success.allTextContents();
    expect(shares).toHaveLength(3);
    for (const share of shares) expect(parseFloat(share)).toBeGreaterThan(50);
    expect(await report.textContent()).toMatch(/as expected/);
    expect(errors).toEqual([]);
    // Who did not see it happen finds it in the log.
    await page.goto('/#/map');
    const log = page.getByRole('region', { name: 'What has happened' }).last();
    expect(await log.textContent()).toMatch(/inventory#\d/);
  });
});

/** Opens a page, and waits until it has what it asks for. */
async function visit(page: Page, name: string): Promise<void> {
  await page.goto(`/#/${name}`);
  await page.locator(`main[data-page=${name}] h1`).waitFor({ state: 'attached' });
  await page
    .locator('main :is([aria-busy=true], .skeleton)')
    .first()
    .waitFor({ state: 'detached' });
}

/** Presses Tab until it is there: a person without a mouse has no other way. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const isThere = `document.activeElement.matches(${JSON.stringify(selector)})`;
  for (let presses = 0; presses < 120; presses += 1) {
    if (await page.evaluate<boolean>(isThere)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key does not reach ${selector}`);
}
