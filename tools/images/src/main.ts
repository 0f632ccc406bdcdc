// `npm run images [-- name…]`: dist/images/<name>, all that an image has beyond Node. What makes
// images of it is the Dockerfile.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fixMetadata } from './fix-metadata.ts';
import { E2E, listImages, listPrograms, POSTGRES } from './list-images.ts';
import { measureBytes } from './measure-bytes.ts';
import { stageE2e } from './stage-e2e.ts';
import { stagePostgres } from './stage-postgres.ts';
import { stageProgram } from './stage-program.ts';

const root = join(import.meta.dirname, '../../..');
const known = listImages(root);
const wanted = process.argv.slice(2).filter((argument) => argument !== '--');
const unknown = wanted.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`images: there is no image ${unknown}; there are ${known.join(', ')}`);
  process.exit(64);
}

const epochSeconds = Number(process.env['SOURCE_DATE_EPOCH'] ?? 0);
await Promise.all((wanted.length > 0 ? wanted : known).map(stage));

async function stage(name: string): Promise<void> {
  const outdir = join(root, 'dist/images', name);
  await rm(outdir, { recursive: true, force: true });
  if (name === POSTGRES) await stagePostgres(root, outdir);
  else if (name === E2E) await stageE2e(root, outdir);
  else await stageProgram(root, listPrograms(root).get(name)!, outdir);
  await fixMetadata(outdir, epochSeconds);
  const megabytes = ((await measureBytes(outdir)) / 1e6).toFixed(1);
  console.log(`dist/images/${name}  ${megabytes} MB`);
}
