const pattern = /^(\*|[A-Za-z_][A-Za-z0-9_.]*\/([A-Za-z_][A-Za-z0-9_]*|\*))$/;

// Without it, a fault that hits every call could not be cleared.
const untouchable = '/ballast.faults.v1.FaultService/';

export function isMethodPattern(text: string): boolean {
  return pattern.test(text);
}

/** Whether a pattern of `Fault.methods` means the method of this path, `/package.Service/Method`. */
export function matchesMethod(methods: string, path: string): boolean {
  if (path.startsWith(untouchable)) return false;
  if (methods === '*') return !path.startsWith('/grpc.');
  if (methods.endsWith('/*')) return path.startsWith(`/${methods.slice(0, -1)}`);
  return path === `/${methods}`;
}

/** The same of a service by its name; the empty name is the whole server's, as health has it. */
export function matchesService(methods: string, service: string): boolean {
  return service === '' ? methods === '*' : matchesMethod(methods, `/${service}/`);
}
