import type { Code } from './code/code.ts';
import type { Overlay } from './overlay/overlay.ts';
import { originOf } from './overlay/render-overlay.ts';
import { everyRule } from './rules/every-rule.ts';
import type { Finding } from './rules/rule.ts';

/** A finding, with the rule that found it. */
export interface Violation extends Finding {
  readonly rule: string;
}

export function checkOverlay(overlay: Overlay, code: Code): Violation[] {
  return everyRule.flatMap(({ name, find }) =>
    [...find(overlay, code)].map((finding) => ({ rule: name, ...finding })),
  );
}

/** One line: file, object, field, rule, value. */
export function describeViolation({ rule, object, field, must, got }: Violation): string {
  const file = originOf(object) ?? 'k8s';
  const value = got === undefined ? 'nothing' : JSON.stringify(got);
  return `${file}: ${object.kind} ${object.metadata.name}: ${field} must ${must}, got ${value} (${rule})`;
}
