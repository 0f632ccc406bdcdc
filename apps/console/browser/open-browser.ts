import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Chromium's sandbox wants another user than root. */
const isRoot = process.getuid?.() === 0;

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
}

/** A window of the console, and what must not be there. */
export interface Window extends AsyncDisposable {
  readonly page: Page;
  /** Errors on the browser's console, and exceptions that nobody caught. */
  readonly errors: readonly string[];
  /** Requests to whoever is not the console. */
  readonly foreignRequests: readonly string[];
}

export async function openWindow(
  browser: Browser,
  consoleUrl: string,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const context = await browser.newContext({
    baseURL: consoleUrl,
    viewport: { width: 1280, height: 860 },
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const foreignRequests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(consoleUrl).origin) {
      foreignRequests.push(request.url());
    }
  });
  return { page, errors, foreignRequests, [Symbol.asyncDispose]: () => context.close() };
}
