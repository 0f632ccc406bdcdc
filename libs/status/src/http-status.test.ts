import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Code, codeFromHttpStatus, codeName, httpStatusFromCode } from './index.ts';

const codes = Object.values(Code);
const listed = [
  ...[200, 400, 401, 403, 404, 405, 408, 409, 410, 412, 416, 429, 499, 500, 501, 502, 503, 504],
];

describe('the table between codes and HTTP', () => {
  it.each(codes)('gives code %i a status that leads back to a code of the same status', (code) => {
    const status = httpStatusFromCode(code);
    expect(httpStatusFromCode(codeFromHttpStatus(status))).toBe(status);
  });

  it('finds a code for every status there can be', () => {
    for (let status = 100; status < 1000; status += 1) {
      expect(codes).toContain(codeFromHttpStatus(status));
    }
    expect(codeFromHttpStatus(204)).toBe(Code.OK);
    expect(codeFromHttpStatus(418)).toBe(Code.INVALID_ARGUMENT);
    expect(codeFromHttpStatus(599)).toBe(Code.INTERNAL);
    expect(codeFromHttpStatus(302)).toBe(Code.UNKNOWN);
  });

  it('stands in the README as it is', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = codes.map((code) => {
      const back = listed.filter((status) => codeFromHttpStatus(status) === code).join(', ');
      return `| ${codeName(code)} | ${httpStatusFromCode(code)} | ${back} |`.replaceAll(/ +/g, ' ');
    });
    expect(readme.replaceAll(/ +/g, ' ')).toContain(rows.join('\n'));
  });
});
