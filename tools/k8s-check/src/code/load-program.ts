import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { meshSchema, type ConfigSchema, type Setting } from '@ballast/config';
import { telemetrySchema } from '@ballast/telemetry';
import type { Method } from '@ballast/tool-mesh-policy';
import type { Program } from './code.ts';

export interface ProgramSources {
  readonly root: string;
  readonly contracts: ReadonlyMap<string, readonly Method[]>;
  readonly name: string;
  /** From the root of the repository. */
  readonly folder: string;
  /** Files besides, that make calls for it. */
  readonly alsoCallsIn?: readonly string[];
}

export async function loadProgram(sources: ProgramSources): Promise<Program> {
  const { root, contracts, name, folder, alsoCallsIn = [] } = sources;
  const path = join(root, folder, 'config.ts');
  const { configSchema } = (await import(pathToFileURL(path).href)) as {
    configSchema: ConfigSchema;
  };
  const source = await readFile(path, 'utf8');
  return {
    name,
    settings: {
      ...configSchema,
      ...(source.includes('telemetrySchema') && telemetrySchema),
      ...(source.includes('meshSchema') && meshSchema),
    },
    grpcServices: findServices(contracts.get(name) ?? []),
    httpPaths: await findHealthPaths(join(root, folder)),
    calls: findCalls(configSchema),
    methods: await findCalledMethods(
      [...(await listSources(root, folder)), ...alsoCallsIn.map((file) => join(root, file))],
      contracts,
    ),
    databaseVariable: Object.values(configSchema).find(isDatabase)?.variable,
  };
}

/** `ballast.orders.v1.OrdersService`, from the contract. */
function findServices(methods: readonly Method[]): string[] {
  return [...new Set(methods.map(({ path }) => path.split('/')[1]!))];
}

/** Kubernetes' own convention for health, where a route of the sources has it. */
async function findHealthPaths(folder: string): Promise<string[]> {
  const sources = await listSources(folder, '');
  const texts = await Promise.all(sources.map((each) => readFile(each, 'utf8')));
  return ['/livez', '/readyz'].filter((path) => texts.some((text) => text.includes(`'${path}'`)));
}

async function listSources(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'))
    .map((entry) => join(root, folder, entry));
}

/** `.placeOrder(` is a call of PlaceOrder, whoever the client is: names differ between the contracts. */
async function findCalledMethods(
  sources: readonly string[],
  contracts: ReadonlyMap<string, readonly Method[]>,
): Promise<string[]> {
  const texts = await Promise.all(sources.map((each) => readFile(each, 'utf8')));
  const text = texts.join('\n');
  return [...contracts.values()].flatMap((methods) =>
    methods
      .filter(({ name }) => text.includes(`.${name.charAt(0).toLowerCase()}${name.slice(1)}(`))
      .map(({ path }) => path),
  );
}

/** A variable called `ORDERS_TARGET` is a call to orders: INTERFACE of every service. */
function findCalls(schema: ConfigSchema): Program['calls'] {
  return Object.values(schema).flatMap(({ variable }) => {
    const [, callee] = /^([A-Z]+)_TARGET$/.exec(variable) ?? [];
    return callee === undefined ? [] : [{ callee: callee.toLowerCase(), variable }];
  });
}

const isDatabase = ({ rule }: Setting<unknown>): boolean => rule.includes('postgres://');
