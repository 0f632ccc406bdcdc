/** A control plane says everything again with each change. */
export function createWarnOnce(warn: (message: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message) || said.size >= 1000) return;
    said.add(message);
    warn(message);
  };
}
