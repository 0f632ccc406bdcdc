// The generated files that are not ts-proto's.
import type { ExportedName } from './exported-names.ts';
import type { NamedSchemas } from './json-schemas.ts';
import type { PublishedPolicy } from './policies.ts';

const banner = '// Written by `npm run generate` from protos/. Do not edit.\n';

/** `src/gen/descriptors.ts`. */
export function renderDescriptors(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,120}/g) ?? [];
  return `${banner}
/**
 * Every contract as one \`google.protobuf.FileDescriptorSet\`: imports and options (the rules
 * of buf.validate among them) included, comments left out.
 */
export const descriptors: Uint8Array = Buffer.from(
  '${lines.join("' +\n    '")}',
  'base64',
);
`;
}

/** `src/gen/policies.ts`. */
export function renderPolicies(policies: readonly PublishedPolicy[]): string {
  const constants = policies.map(
    ({ name, config }) => `
/** What the owner of ${name} asks of its callers: protos/ballast/${name}/v1/${name}.policy.json. */
export const ${name}Policy: PublishedPolicy = ${JSON.stringify(config, null, 2)};
`,
  );
  return `${banner}import type { PublishedPolicy } from '../published-policy.ts';
${constants.join('')}`;
}

/** `src/gen/idempotent-methods.ts`. */
export function renderIdempotentMethods(paths: readonly string[]): string {
  return `${banner}
/**
 * The paths of all methods whose \`idempotency_level\` is IDEMPOTENT or NO_SIDE_EFFECTS: a call of
 * theirs may be repeated.
 */
export const idempotentMethods: readonly string[] = ${JSON.stringify(paths, null, 2)};
`;
}

/** `src/gen/json-schemas.ts`. */
export function renderJsonSchemas(request: NamedSchemas, response: NamedSchemas): string {
  return `${banner}
/** What each request message accepts as JSON, by message name. */
export const requestSchemas = ${JSON.stringify(request, null, 2)} as const;

/** What each response message is as JSON, by message name. */
export const responseSchemas = ${JSON.stringify(response, null, 2)} as const;
`;
}

/** `src/index.ts`, the door. */
export function renderDoor(
  names: readonly ExportedName[],
  policies: readonly PublishedPolicy[],
): string {
  const files = [...new Set(names.map(({ file }) => file))];
  const sections = files.map((file) => {
    const exported = names
      .filter((name) => name.file === file)
      .map(({ localName, exportedName }) =>
        localName === exportedName ? localName : `${localName} as ${exportedName}`,
      );
    return `\n// ${file}.proto\nexport {\n${list(exported)}\n} from './gen/${file}.ts';\n`;
  });
  return `${banner}${sections.join('')}
// The contracts as data
export { descriptors } from './gen/descriptors.ts';
export { idempotentMethods } from './gen/idempotent-methods.ts';
export { requestSchemas, responseSchemas } from './gen/json-schemas.ts';
export {
${list(policies.map(({ name }) => `${name}Policy`))}
} from './gen/policies.ts';
export type { PublishedPolicy } from './published-policy.ts';
`;
}

function list(names: readonly string[]): string {
  return names
    .toSorted()
    .map((name) => `  ${name},`)
    .join('\n');
}
