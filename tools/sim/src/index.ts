export { compare, type Comparison } from './compare.ts';
export { plotBars } from './plot.ts';
export { policies } from './policies.ts';
export { type Change, type Scenario, scenarios } from './scenario.ts';
export { simulate, type SimulatedPolicy, type SimulationResult } from './simulation.ts';
export { createRandom, exponential } from './random.ts';
export { median, quantile, variation } from './statistics.ts';
