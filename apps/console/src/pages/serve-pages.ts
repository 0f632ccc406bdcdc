import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import type { Page, Pages } from './pages.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  json: 'application/json; charset=utf-8',
};

const compress = promisify(brotliCompress);
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

/** Serves the pages; every path of the pages' own router is the one page there is. */
export function servePages(app: FastifyInstance, pages: Pages): void {
  for (const [path, page] of pages) servePage(app, path, path, page);
  const index = pages.get('/index.html');
  if (index !== undefined) servePage(app, '/', '/index.html', index);
}

function servePage(app: FastifyInstance, route: string, path: string, page: Page): void {
  const type = types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  let compressed: Promise<Buffer> | undefined;
  app.get(route, async (request, reply) => {
    reply.type(type).header('vary', 'accept-encoding');
    if (page.isForever) reply.header('cache-control', 'public, max-age=31536000, immutable');
    if (!/\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))) return page.content;
    reply.header('content-encoding', 'br');
    return await (compressed ??= compress(page.content, QUALITY));
  });
}
