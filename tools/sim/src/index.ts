export { compare, type Comparison } from './compare.ts';
export { policies } from './policies.ts';
export { type Change, type Scenario, scenarios } from './scenario.ts';
export { simulate, type SimulatedPolicy, type SimulationResult } from './simulation.ts';
export { median, quantile, variation } from './statistics.ts';
