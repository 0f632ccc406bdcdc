// `npm run screenshots`: pictures of the console on a platform that really runs, in the midst of an
// experiment, into docs/images. Who changes a page runs it and looks at them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';
import { openBrowser } from './open-browser.ts';
import { startPlatform } from './start-platform.ts';

const directory = join(import.meta.dirname, '../../../docs/images');
const experiment = 'Freeze one inventory replica';

const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
] as const;
const schemes = ['light', 'dark'] as const;

interface Camera {
  readonly page: Page;
  readonly suffix: string;
}

const chromium = findChromium();
if (chromium === undefined) {
  console.error('npm run screenshots: no chromium, chromium-browser or google-chrome on the PATH');
  process.exit(69);
}

await mkdir(directory, { recursive: true });
await using platform = await startPlatform();
const browser = await openBrowser(chromium);
try {
  await takeAll(browser);
} finally {
  await browser.close();
}

async function takeAll(browser: Browser): Promise<void> {
  const cameras = await Promise.all(
    sizes.flatMap((size) => schemes.map((scheme) => setUp(browser, size, scheme))),
  );
  const [first] = cameras;
  if (first === undefined) throw new Error('no camera');

  // What is open changes its page at once; trouble does not wait.
  await Promise.all(cameras.map(({ page }) => page.goto('/#/faults')));
  await setLoad(first.page, /^35 requests/);
  // Charts with a past: without it there is nothing to compare the trouble with.
  await first.page.waitForTimeout(30_000);
  await first.page.getByRole('button', { name: `Run: ${experiment}` }).click();
  await first.page.locator('[data-phase=trouble]').waitFor({ timeout: 60_000 });
  // Until the callers have noticed: that is what is to be seen.
  const log = first.page.locator('#status-panel').getByText(/leaves inventory#\d alone/);
  await log.first().waitFor({ state: 'attached', timeout: 20_000 });
  await first.page.waitForTimeout(6000);
  for (const name of ['map', 'faults', 'decisions']) await takeOne(cameras, name, `/#/${name}`);

  await first.page.goto('/#/faults');
  await first.page.locator('[data-phase=done]').waitFor({ timeout: 120_000 });
  await takeOne(cameras, 'traces', '/#/traces?retried=true');
  await takeOne(cameras, 'trace', `/#/traces/${await findTrace(first.page)}`);
  await Promise.all(cameras.map(({ page }) => placeOrder(page)));
  await takeOne(cameras, 'shop');
}

async function setUp(
  browser: Browser,
  viewport: (typeof sizes)[number],
  colorScheme: (typeof schemes)[number],
): Promise<Camera> {
  const context = await browser.newContext({
    baseURL: platform.consoleUrl,
    viewport,
    colorScheme,
    // Dashes in motion would make every picture another.
    reducedMotion: 'reduce',
  });
  return { page: await context.newPage(), suffix: `${viewport.width}-${colorScheme}` };
}

async function takeOne(cameras: readonly Camera[], name: string, address?: string): Promise<void> {
  await Promise.all(
    cameras.map(async ({ page, suffix }) => {
      if (address !== undefined) await page.goto(address);
      const waiting = page.locator('main :is([aria-busy=true], .skeleton)');
      await waiting.first().waitFor({ state: 'detached' });
      await page.screenshot({ path: join(directory, `console-${name}-${suffix}.png`) });
    }),
  );
}

/** With the keyboard, a step at a time. */
async function setLoad(page: Page, wanted: RegExp): Promise<void> {
  const slider = page.getByLabel('Load');
  await slider.focus();
  while (!wanted.test((await slider.getAttribute('aria-valuetext')) ?? '')) {
    await page.keyboard.press('ArrowRight');
  }
}

/** An order that was tried again, where there is one; else whatever was. */
async function findTrace(page: Page): Promise<string> {
  for (const query of ['text=POST&retried=true', 'retried=true', 'text=POST']) {
    const response = await page.request.get(`/api/traces?${query}`);
    const { traces } = (await response.json()) as { traces: { traceId: string; spans: number }[] };
    const [richest] = traces.toSorted((a, b) => b.spans - a.spans);
    if (richest !== undefined) return richest.traceId;
  }
  throw new Error('the console has no trace');
}

async function placeOrder(page: Page): Promise<void> {
  await page.goto('/#/shop');
  const more = page.getByRole('button', { name: /^One .* more$/ });
  await more.first().click();
  await more.nth(2).click();
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.locator('[data-state=CONFIRMED] .order-steps li.tone-good').waitFor();
  await page.locator('.orders').waitFor();
}
