export { bundleProgram } from './bundle-program.ts';
export type { Bundle, BundleOptions } from './bundle-program.ts';
