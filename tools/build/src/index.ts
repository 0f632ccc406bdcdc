export { bundleProgram } from './bundle-program.ts';
export { keepBundles } from './keep-bundles.ts';
export type { Bundle, BundleOptions } from './bundle-program.ts';
export type { BundledFile, KeepOptions, KeptBundles, ProgramFiles } from './keep-bundles.ts';
