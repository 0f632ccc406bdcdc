/** Which methods an entry is for: one method, all of a service, or, when empty, all (gRFC A2). */
export interface MethodName {
  readonly service?: string;
  readonly method?: string;
}

/**
 * The entry for a method, by gRFC A2's order: the method itself, then its service, then the default.
 * @param path `/package.Service/Method`
 */
export function findEntry<Entry extends { readonly name: readonly MethodName[] }>(
  entries: readonly Entry[],
  path: string,
): Entry | undefined {
  const [, service = '', method = ''] = path.split('/');
  const find = (matches: (name: MethodName) => boolean) =>
    entries.find(({ name }) => name.some(matches));
  return (
    find((name) => name.service === service && name.method === method) ??
    find((name) => name.service === service && !name.method) ??
    find((name) => !name.service && !name.method)
  );
}

/** `package.Service` of `/package.Service/Method`. */
export function serviceOf(path: string): string {
  return path.slice(1, path.lastIndexOf('/'));
}
