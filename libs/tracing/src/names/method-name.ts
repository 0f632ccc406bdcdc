/** `/package.Service/Method` in the words of spans and metrics. */
export interface MethodName {
  /** Fully qualified, `package.Service/Method`. */
  readonly full: string;
  readonly service: string;
}

export function parseMethodPath(path: string): MethodName {
  const full = path.startsWith('/') ? path.slice(1) : path;
  const slash = full.lastIndexOf('/');
  return { full, service: full.slice(0, Math.max(0, slash)) };
}
