import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Not a program, but files that npm brings. */
export const POSTGRES = 'postgres';

/** Fills the catalogue of a new shop, once. */
export const CATALOGUE = 'catalogue';

/** What the end-to-end suite runs in a cluster. */
export const E2E = 'e2e';

/** The programs that have an image, by its name: every app that is served, and the catalogue's. */
export function listPrograms(root: string): Map<string, string> {
  const programs = new Map([[CATALOGUE, 'tools/images/src/catalogue/main.ts']]);
  for (const app of readdirSync(join(root, 'apps')).sort()) {
    const entry = `apps/${app}/src/main.ts`;
    if (app !== 'e2e' && existsSync(join(root, entry))) programs.set(app, entry);
  }
  return programs;
}

/** Names of all images; in the registry each is `ballast-<name>`. */
export function listImages(root: string): string[] {
  return [...listPrograms(root).keys(), E2E, POSTGRES].sort();
}
