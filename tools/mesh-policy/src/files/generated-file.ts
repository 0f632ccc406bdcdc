import { stringify } from 'yaml';

export interface GeneratedFile {
  /** From the folder that all of them stand in. */
  readonly path: string;
  readonly text: string;
}

const command = 'npx nx run k8s:mesh-policy';
/** By what a generated file is known. */
export const MARK = `# Written by \`${command}\``;

/** @param source what it is made of, from the root of the repository */
export function createFile(
  path: string,
  source: string,
  ...documents: readonly unknown[]
): GeneratedFile {
  const body = documents.map(toYaml).join('---\n');
  return { path, text: `${MARK} from ${source}. Do not edit.\n${body}` };
}

export const toYaml = (value: unknown): string =>
  stringify(value, { singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false });

/** Of everything that is generated. */
export const labels = { 'app.kubernetes.io/part-of': 'ballast' };
