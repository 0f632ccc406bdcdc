/**
 * What is given up first when there is too much to do: `sheddable` work before `default`, and
 * `critical` last.
 */
export type Criticality = 'critical' | 'default' | 'sheddable';

/** What a peer says it is. A word that nobody knows is `default`: a newer peer is not an error. */
export function parseCriticality(text: unknown): Criticality {
  return text === 'critical' || text === 'sheddable' ? text : 'default';
}
