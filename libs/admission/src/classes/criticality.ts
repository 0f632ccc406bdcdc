/** How much it hurts when a call is refused. */
export type Criticality = 'critical' | 'default' | 'sheddable';

/** The request header that says so; absent or unknown is `default`. */
export const CRITICALITY_HEADER = 'ballast-criticality';

export function parseCriticality(value: unknown): Criticality {
  return value === 'critical' || value === 'sheddable' ? value : 'default';
}
