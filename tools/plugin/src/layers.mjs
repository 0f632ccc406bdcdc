// Which layer each folder is of, and which layers it may import. This table is the house's
// floor plan: nx reads it as project tags, lint enforces it (eslint.config.mjs).

/** @typedef {{ layer: string, mayImport: string[], npm?: string[] }} Room */

const mechanism = (/** @type {string[]} */ ...npm) => ({
  layer: 'mechanism',
  mayImport: [],
  npm: ['@grpc/grpc-js', ...npm],
});

const base = (/** @type {string[]} */ ...npm) => ({ layer: 'base', mayImport: ['base'], npm });

/** Each library's layer; mechanisms and base libraries also name the packages they may use. */
export const libraries = {
  discovery: mechanism('@grpc/grpc-js-xds', '@grpc/grpc-js-xds/*'),
  balancing: mechanism(),
  breaking: mechanism('cockatiel'),
  // The second for its tests, which hold what grpc-js does with a method config.
  retrying: mechanism('@grpc/grpc-js/*'),
  deadlines: mechanism(),
  admission: mechanism(),
  faults: mechanism('@bufbuild/protobuf', '@bufbuild/protobuf/*'),
  // An SDK for its tests, examples and benchmarks; its sources know the API alone (eslint.config.mjs).
  tracing: mechanism('@opentelemetry/*', 'opentracing'),
  config: base(),
  status: base('@bufbuild/protobuf'),
  logging: base('pino'),
  program: base(),
  state: base(),
  policy: base('ajv', 'ajv/*'),
  client: { layer: 'assembly', mayImport: ['mechanism', 'base'] },
  server: { layer: 'assembly', mayImport: ['mechanism', 'base'] },
  telemetry: { layer: 'assembly', mayImport: ['mechanism', 'base'] },
  persistence: { layer: 'assembly', mayImport: ['base'] },
  contracts: { layer: 'contracts', mayImport: [], npm: ['@bufbuild/protobuf', '@grpc/grpc-js'] },
  testing: { layer: 'testing', mayImport: [], npm: ['@grpc/grpc-js'] },
};

/** What a folder that is not a library may import. */
export const programs = {
  app: { layer: 'app', mayImport: ['assembly', 'mechanism', 'base', 'contracts'] },
  // Sees apps only as programs: no edge to them.
  e2e: { layer: 'e2e', mayImport: ['assembly', 'base', 'contracts', 'tool'] },
  tool: { layer: 'tool', mayImport: ['tool', 'assembly', 'mechanism', 'base', 'contracts'] },
};

/**
 * The room that a project root such as `libs/client` stands in.
 * @param {string} projectRoot
 * @returns {Room}
 */
export function findRoom(projectRoot) {
  const [floor, name] = projectRoot.split('/');
  if (floor === 'tools') return programs.tool;
  if (floor === 'apps') return name === 'e2e' ? programs.e2e : programs.app;
  const room = libraries[/** @type {keyof typeof libraries} */ (name)];
  if (!room) {
    throw new Error(`${projectRoot}: give the new library a layer in tools/plugin/src/layers.mjs`);
  }
  return room;
}
