import type { Delay, Fault, FaultEffect, ResolvedFault } from './fault.ts';
import { MAX_DELAY_MS } from './delay.ts';
import { isMethodPattern } from './method-pattern.ts';

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Applies the defaults. @throws RangeError naming the field, the rule and the value. */
export function resolveFault(fault: Fault): ResolvedFault {
  const { name, methods, share = 1, ttlMs = 60_000, criticality, effect } = fault;
  if (!namePattern.test(name)) {
    fail('name', 'must be 1 to 64 letters, digits, ".", "_" or "-"', JSON.stringify(name));
  }
  if (!isMethodPattern(methods)) {
    const rule = 'must be "package.Service/Method", "package.Service/*" or "*"';
    fail('methods', rule, JSON.stringify(methods));
  }
  within('share', share, 0, 1);
  whole('ttlMs', ttlMs, 1, 3_600_000);
  checkEffect(effect);
  if (effect.kind === 'notServing') {
    if (share !== 1) fail('share', 'must be 1 for notServing, which is not about calls', share);
    if (criticality !== undefined) {
      fail('criticality', 'must be absent for notServing, which is not about calls', criticality);
    }
    if (!methods.endsWith('*')) {
      fail('methods', 'must name a whole service, or all, for notServing', methods);
    }
  }
  return { ...fault, share, ttlMs };
}

function checkEffect(effect: FaultEffect): void {
  switch (effect.kind) {
    case 'latency':
    case 'slowStream':
      checkDelay(effect.kind, effect.delay);
      return;
    case 'abort':
      whole('abort.code', effect.code, 1, 16);
      whole('abort.afterMessages', effect.afterMessages ?? 0, 0, 1_000_000);
      whole('abort.message.length', effect.message?.length ?? 0, 0, 256);
      return;
    case 'drop':
      whole('drop.afterMessages', effect.afterMessages ?? 0, 0, 1_000_000);
      return;
    case 'cpuBurn':
      whole('cpuBurn.cpuMs', effect.cpuMs, 1, 1000);
      return;
    case 'memoryGrowth':
      whole('memoryGrowth.kibibytes', effect.kibibytes, 1, 16_384);
      whole('memoryGrowth.maxMebibytes', effect.maxMebibytes, 1, 256);
      return;
    case 'eventLoopBlock':
      whole('eventLoopBlock.blockMs', effect.blockMs, 1, 5000);
      return;
    case 'hang':
    case 'corrupt':
    case 'notServing':
      return;
    default:
      fail('effect', 'must be of a known kind', JSON.stringify(effect satisfies never));
  }
}

function checkDelay(field: string, delay: Delay): void {
  const ms = (name: string, value: number): void =>
    within(`${field}.delay.${name}`, value, 0, MAX_DELAY_MS);
  switch (delay.kind) {
    case 'fixed':
      ms('ms', delay.ms);
      return;
    case 'uniform':
      ms('maxMs', delay.maxMs);
      within(`${field}.delay.minMs`, delay.minMs, 0, delay.maxMs);
      return;
    case 'exponential':
      ms('meanMs', delay.meanMs);
      return;
    case 'lognormal':
      ms('medianMs', delay.medianMs);
      within(`${field}.delay.sigma`, delay.sigma, 0, 5);
      return;
    case 'pareto':
      ms('minMs', delay.minMs);
      within(`${field}.delay.shape`, delay.shape, 0.1, 100);
      return;
    default:
      fail(`${field}.delay`, 'must be of a known kind', JSON.stringify(delay satisfies never));
  }
}

function whole(field: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value)) fail(field, 'must be a whole number', value);
  within(field, value, min, max);
}

function within(field: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) fail(field, `must be within ${min} to ${max}`, value);
}

function fail(field: string, rule: string, value: string | number): never {
  throw new RangeError(`fault.${field} ${rule}, got ${value}`);
}
