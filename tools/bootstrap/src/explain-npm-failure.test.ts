import { expect, it } from 'vitest';
import { explainNpmFailure } from './explain-npm-failure.mjs';

it.each(['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'ETIMEDOUT'])(
  'says in one line that the registry is away on %s',
  (code) => {
    const output = `npm error code ${code}\nnpm error syscall getaddrinfo\nnpm error network This is a problem\n`;
    expect(explainNpmFailure(output)).toMatch(
      new RegExp(`^the package registry cannot be reached \\(${code}\\);.*`),
    );
  },
);

it("keeps npm's own first sentence otherwise, and its code", () => {
  const output =
    'npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install with an existing lock file\nnpm error A complete log of this run can be found in: x\n';
  expect(explainNpmFailure(output)).toBe(
    '`npm ci` can only install with an existing lock file (EUSAGE)',
  );
});

it('admits that npm said nothing', () => {
  expect(explainNpmFailure('\n')).toBe('npm said nothing');
});
