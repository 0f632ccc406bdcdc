import type { Fault } from '@ballast/contracts';
import { Code, codeName } from '@ballast/status';
import type { FaultParameter, FaultToggle } from '../api/faults.ts';
import { describeDelay, fromDelay, toDelay } from './delays.ts';

/** A toggle, and how its parameters become an effect of `ballast.faults.v1` and back. */
export interface Toggle extends FaultToggle {
  readonly toEffect: (parameters: Readonly<Record<string, number>>) => NonNullable<Fault['effect']>;
  /** Undefined where the effect is another one. */
  readonly fromEffect: (effect: Fault['effect']) => Record<string, number> | undefined;
  /** `500 ms` */
  readonly describe: (parameters: Readonly<Record<string, number>>) => string;
}

const afterMessages: FaultParameter = {
  ...{ name: 'afterMessages', title: 'After messages', unit: 'messages' },
  ...{ min: 0, max: 1_000_000, default: 0 },
};

const failures = [
  ...[Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.INTERNAL, Code.RESOURCE_EXHAUSTED],
  ...[Code.UNKNOWN, Code.NOT_FOUND, Code.ABORTED, Code.PERMISSION_DENIED],
];

/** Every effect that the fault service knows. */
export const toggles: readonly Toggle[] = [
  {
    id: 'latency',
    title: 'Slow answers',
    what: 'Calls reach their handler later.',
    isAboutCalls: true,
    parameters: [delay(500), spread()],
    toEffect: ({ delayMs = 0, sigma = 0 }) => ({
      $case: 'latency',
      value: { delay: toDelay(delayMs, sigma) },
    }),
    fromEffect: (effect) =>
      effect?.$case === 'latency' ? fromDelay(effect.value.delay) : undefined,
    describe: describeDelay,
  },
  {
    id: 'abort',
    title: 'Failing calls',
    what: 'Calls fail with a status, at once or in the middle of their answers.',
    isAboutCalls: true,
    parameters: [
      {
        ...{ name: 'code', title: 'Status', unit: 'status', min: 1, max: 16 },
        default: Code.UNAVAILABLE,
        choices: failures.map((value) => ({ value, title: codeName(value) })),
      },
      afterMessages,
    ],
    toEffect: ({ code = 14, afterMessages: after = 0 }) => ({
      $case: 'abort',
      value: { code, message: '', afterMessages: after },
    }),
    fromEffect: (effect) =>
      effect?.$case === 'abort'
        ? { code: effect.value.code, afterMessages: effect.value.afterMessages }
        : undefined,
    describe: ({ code = 14 }) => codeName(code as Code),
  },
  {
    id: 'hang',
    title: 'No answer',
    what: 'Calls wait until their caller leaves, or until the fault ends.',
    isAboutCalls: true,
    parameters: [],
    toEffect: () => ({ $case: 'hang', value: {} }),
    fromEffect: (effect) => (effect?.$case === 'hang' ? {} : undefined),
    describe: () => '',
  },
  {
    id: 'drop',
    title: 'Cut connections',
    what: 'The whole connection is reset, with every other call on it.',
    isAboutCalls: true,
    parameters: [afterMessages],
    toEffect: ({ afterMessages: after = 0 }) => ({
      $case: 'drop',
      value: { afterMessages: after },
    }),
    fromEffect: (effect) =>
      effect?.$case === 'drop' ? { afterMessages: effect.value.afterMessages } : undefined,
    describe: () => '',
  },
  {
    id: 'slowStream',
    title: 'Slow messages',
    what: 'Every message of a call, in both directions, is passed on later.',
    isAboutCalls: true,
    parameters: [delay(200), spread()],
    toEffect: ({ delayMs = 0, sigma = 0 }) => ({
      $case: 'slowStream',
      value: { delay: toDelay(delayMs, sigma) },
    }),
    fromEffect: (effect) =>
      effect?.$case === 'slowStream' ? fromDelay(effect.value.delay) : undefined,
    describe: describeDelay,
  },
  {
    id: 'corrupt',
    title: 'Unreadable answers',
    what: 'The bytes of every answer are flipped, so that no codec can read them.',
    isAboutCalls: true,
    parameters: [],
    toEffect: () => ({ $case: 'corrupt', value: {} }),
    fromEffect: (effect) => (effect?.$case === 'corrupt' ? {} : undefined),
    describe: () => '',
  },
  {
    id: 'cpuBurn',
    title: 'Costly calls',
    what: 'Before it is served, each call takes processor time.',
    isAboutCalls: true,
    parameters: [number('cpuMs', 'Processor time', 'ms', 1, 1000, 50)],
    toEffect: ({ cpuMs = 50 }) => ({ $case: 'cpuBurn', value: { cpuMs } }),
    fromEffect: (effect) =>
      effect?.$case === 'cpuBurn' ? { cpuMs: effect.value.cpuMs } : undefined,
    describe: ({ cpuMs = 0 }) => `${cpuMs} ms a call`,
  },
  {
    id: 'memoryGrowth',
    title: 'A leak',
    what: 'Each call leaves memory behind; it is given back when the fault ends.',
    isAboutCalls: true,
    parameters: [
      number('kibibytes', 'A call', 'KiB', 1, 16_384, 256),
      number('maxMebibytes', 'At most', 'MiB', 1, 256, 64),
    ],
    toEffect: ({ kibibytes = 256, maxMebibytes = 64 }) => ({
      $case: 'memoryGrowth',
      value: { kibibytes, maxMebibytes },
    }),
    fromEffect: (effect) =>
      effect?.$case === 'memoryGrowth'
        ? { kibibytes: effect.value.kibibytes, maxMebibytes: effect.value.maxMebibytes }
        : undefined,
    describe: ({ kibibytes = 0, maxMebibytes = 0 }) =>
      `${kibibytes} KiB a call, up to ${maxMebibytes} MiB`,
  },
  {
    id: 'eventLoopBlock',
    title: 'A blocked process',
    what: 'Each call blocks the whole process, timers and other calls included.',
    isAboutCalls: true,
    parameters: [number('blockMs', 'For', 'ms', 1, 5000, 300)],
    toEffect: ({ blockMs = 300 }) => ({ $case: 'eventLoopBlock', value: { blockMs } }),
    fromEffect: (effect) =>
      effect?.$case === 'eventLoopBlock' ? { blockMs: effect.value.blockMs } : undefined,
    describe: ({ blockMs = 0 }) => `${blockMs} ms a call`,
  },
  {
    id: 'notServing',
    title: 'Bad health',
    what: 'Health says NOT_SERVING, whatever the service says itself. Calls are served.',
    isAboutCalls: false,
    parameters: [],
    toEffect: () => ({ $case: 'notServing', value: {} }),
    fromEffect: (effect) => (effect?.$case === 'notServing' ? {} : undefined),
    describe: () => '',
  },
];

export function findToggle(id: string): Toggle | undefined {
  return toggles.find((toggle) => toggle.id === id);
}

function number(
  name: string,
  title: string,
  unit: FaultParameter['unit'],
  min: number,
  max: number,
  value: number,
): FaultParameter {
  return { name, title, unit, min, max, default: value };
}

function delay(defaultMs: number): FaultParameter {
  return number('delayMs', 'Later by', 'ms', 1, 60_000, defaultMs);
}

function spread(): FaultParameter {
  return number('sigma', 'Spread (0: always the same)', '', 0, 2, 0);
}
