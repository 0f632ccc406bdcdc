// `node apps/console/browser/measure-paint.ts <url> <times>`: opens the console so often, each time as
// somebody who has never been there, and prints what the browser measured, as JSON. `null`: no browser.
import { findChromium } from './find-chromium.ts';
import { openBrowser, openWindow } from './open-browser.ts';

/** Of one opening, in milliseconds since it was asked for; and bytes as they came over the wire. */
export interface Opening {
  readonly firstPaintMs: number;
  readonly firstContentfulPaintMs: number;
  readonly transferredBytes: number;
}

// Text: it is the browser's, and the types here are Node's. Paint Timing and Resource Timing, both W3C.
const readTimings = `(() => {
  const paint = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
  const loaded = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ].filter(({ name }) => !new URL(name).pathname.startsWith('/api/'));
  return {
    firstPaintMs: paint('first-paint'),
    firstContentfulPaintMs: paint('first-contentful-paint'),
    transferredBytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
})()`;

const [, , url = '', times = '1'] = process.argv;
const chromium = findChromium();
console.log(JSON.stringify(chromium === undefined ? null : await openOften(chromium)));

async function openOften(path: string): Promise<Opening[]> {
  const browser = await openBrowser(path);
  const openings: Opening[] = [];
  try {
    for (let turn = 0; turn < Number(times); turn += 1) {
      await using window = await openWindow(browser, url);
      await window.page.goto('/');
      await window.page.getByRole('heading', { name: 'Services and calls' }).waitFor();
      openings.push(await window.page.evaluate<Opening>(readTimings));
    }
  } finally {
    await browser.close();
  }
  return openings;
}
