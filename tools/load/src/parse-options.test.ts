import { describe, expect, it } from 'vitest';
import { parseOptions } from './parse-options.ts';

describe('the options of the load', () => {
  it('have defaults that a local platform can bear', () => {
    expect(parseOptions([])).toEqual({
      ...{ url: 'http://127.0.0.1:8080', rate: 50, seconds: 30, orders: 0.2, seed: 1 },
      isHelp: false,
    });
  });

  it('take what is given, after the separator of npm, too', () => {
    const given = ['--', '--url', 'http://shop.test:81/', '--rate', '2.5', '--orders', '1'];
    expect(parseOptions(given)).toMatchObject({ url: 'http://shop.test:81', rate: 2.5, orders: 1 });
  });

  it.each([
    [['--rate', '0'], '--rate must be within 1 to 1000, got "0"'],
    [['--rate', 'fast'], '--rate must be within 1 to 1000, got "fast"'],
    [['--seconds', '4000'], '--seconds must be within 1 to 3600, got "4000"'],
    [['--orders', ''], '--orders must be within 0 to 1, got ""'],
    [['--seed=-1'], '--seed must be within 0 to 2147483647, got "-1"'],
    [['--url', 'shop:8080'], '--url must be an http or https address, got "shop:8080"'],
    [['--speed', '3'], "Unknown option '--speed'"],
  ])('refuse %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
