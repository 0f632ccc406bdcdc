import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePolicy } from '@ballast/policy';
import { parse, parseAllDocuments } from 'yaml';
import { MeshPolicyError } from '../mesh-policy-error.ts';
import { loadContracts } from './load-contracts.ts';
import type { Method } from './method.ts';
import { WORKERS_VARIABLE } from './service.ts';
import type { GovernedService, PlainService, Services } from './service.ts';

export interface LoadOptions {
  /** Of the repository. */
  readonly root: string;
  /**
   * Where policies are that an overlay has in place of those that the services publish, from the root.
   * Default: none.
   */
  readonly policies?: string | undefined;
}

/**
 * Reads the Services of k8s/base with what their callers go by.
 *
 * @throws PolicyError, one line for each mistake in a policy file; MeshPolicyError for a policy that
 * names a method which its contract does not have.
 */
export async function loadServices({ root, policies }: LoadOptions): Promise<Services> {
  const folders = await readdir(join(root, 'k8s/base'), { withFileTypes: true });
  const programs = folders
    .filter((each) => existsSync(join(root, 'k8s/base', each.name, 'service.yaml')))
    .map(({ name }) => name)
    .sort();
  const contracts = loadContracts();
  const governed: GovernedService[] = [];
  const plain: PlainService[] = [];
  for (const program of programs) {
    const published = join('protos/ballast', program, 'v1', `${program}.policy.json`);
    const file = join('k8s/base', program, 'service.yaml');
    for (const name of await readServiceNames(root, file)) {
      if (name !== program || !existsSync(join(root, published))) {
        plain.push({ kind: 'plain', name, file });
        continue;
      }
      const overriding = join(policies ?? '', `${program}.policy.json`);
      const isOverridden = policies !== undefined && existsSync(join(root, overriding));
      const policyFile = isOverridden ? overriding : published;
      const methods = contracts.get(program) ?? [];
      const text = await readFile(join(root, policyFile), 'utf8');
      const hasWorkers = await readHasWorkers(join(root, 'k8s/base', program));
      governed.push(createGovernedService({ name, policyFile, methods, text, hasWorkers }));
    }
  }
  return { governed, plain };
}

/** @param sources a policy file, and the methods of the contract that it is about */
export function createGovernedService(sources: {
  readonly name: string;
  readonly policyFile: string;
  readonly methods: readonly Method[];
  readonly text: string;
  /** Default: it has none. */
  readonly hasWorkers?: boolean;
}): GovernedService {
  const { name, policyFile, methods, hasWorkers = false } = sources;
  const policy = parsePolicy(sources.text, { file: policyFile });
  const kind = 'governed' as const;
  const service: GovernedService = { kind, name, policy, policyFile, methods, hasWorkers };
  refuseUnknownNames(service);
  return service;
}

async function readServiceNames(root: string, file: string): Promise<string[]> {
  const documents = parseAllDocuments(await readFile(join(root, file), 'utf8'));
  const objects = documents.map(
    (each) => each.toJS() as { kind: string; metadata: { name: string } },
  );
  return objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
}

/** Whoever has some says so in k8s/base, where the variable is held against the program's config.ts. */
async function readHasWorkers(folder: string): Promise<boolean> {
  const file = await readFile(join(folder, 'kustomization.yaml'), 'utf8');
  const { configMapGenerator: generators } = parse(file) as {
    configMapGenerator?: readonly { readonly literals?: readonly string[] }[];
  };
  const literals = generators?.flatMap((each) => each.literals ?? []) ?? [];
  return literals.some((each) => each.startsWith(`${WORKERS_VARIABLE}=`));
}

/** A route for a method that is not there would never be taken, and nobody would notice. */
function refuseUnknownNames({ policy, policyFile, methods }: GovernedService): void {
  const known = new Set(methods.map(({ path }) => path));
  const services = new Set(methods.map(({ path }) => path.split('/')[1]));
  for (const [list, entries] of [
    ['methodConfig', policy.methodConfig],
    ['ballast/methodConfig', policy.ballast?.methodConfig],
  ] as const) {
    for (const [entry, { name }] of (entries ?? []).entries()) {
      for (const [index, { service, method }] of name.entries()) {
        const isKnown = method
          ? known.has(`/${service}/${method}`)
          : !service || services.has(service);
        if (isKnown) continue;
        const path = `/${list}/${entry}/name/${index}`;
        const names = methods.map((each) => each.name).join(', ');
        throw new MeshPolicyError(
          `${policyFile}: ${path} must name a method of its contract (${names}), got "${service}/${method ?? ''}"`,
        );
      }
    }
  }
}
