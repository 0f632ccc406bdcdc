/** Codes of Node's and npm's that mean: there is no way to the registry. */
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/;

/**
 * The one line that matters in what npm said before it failed.
 *
 * @param {string} output
 * @returns {string}
 */
export function explainNpmFailure(output) {
  const unreachable = UNREACHABLE.exec(output);
  if (unreachable !== null) {
    return `the package registry cannot be reached (${unreachable[1]}); the first start needs it, later ones do not`;
  }
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('A complete log of this run'));
  const [code, ...rest] = lines;
  if (code === undefined) return 'npm said nothing';
  return code.startsWith('code ') ? `${rest[0] ?? ''} (${code.slice(5)})`.trim() : code;
}
