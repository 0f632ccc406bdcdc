import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkSchemas } from '../src/check-schemas.ts';
import { Overlay } from '../src/overlay/overlay.ts';

const isHere = (() => {
  try {
    execFileSync('kubeconform', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const route = (spec: object) => ({
  ...{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'orders' } },
  spec,
});
const other = { apiVersion: 'example.org/v1', kind: 'Other', metadata: { name: 'other' } };

describe.skipIf(!isHere)('kubeconform, by schemas that somebody has', () => {
  let folder: string;
  let location: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'schemas-'));
    location = join(folder, '{{.ResourceKind}}.json');
    const hosts = { type: 'array', items: { type: 'string' } };
    const schema = {
      properties: { spec: { required: ['hosts'], properties: { hosts }, type: 'object' } },
    };
    await writeFile(join(folder, 'virtualservice.json'), JSON.stringify(schema));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('what they allow is kept, and what they do not know is passed over', async () => {
    const overlay = new Overlay('dev', [route({ hosts: ['orders'] }), other]);
    expect(await checkSchemas(overlay, location)).toEqual([]);
  });

  test('a field that is required and missing is found, which a list of fields does not', async () => {
    const overlay = new Overlay('dev', [route({ http: [] })]);
    expect(await checkSchemas(overlay, location)).toEqual([
      expect.stringMatching(/^k8s: VirtualService orders: .*hosts.*\(schemas\)$/s),
    ]);
  });
});
