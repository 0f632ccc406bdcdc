import {
  type BalancingConfig,
  type Fields,
  fieldsOf,
  numberOf,
  textOf,
} from './balancing-config.ts';
import type { Mapped, Remark } from './remark.ts';

/** `trafficPolicy.outlierDetection` of a DestinationRule. */
export interface OutlierDetection {
  /** UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE and DATA_LOSS count, and UNIMPLEMENTED does. */
  readonly consecutive5xxErrors: number;
  /** How often Envoy looks who may return; what fails too often is ejected at once. */
  readonly interval: string;
  /** Times the number of ejections so far. */
  readonly baseEjectionTime: string;
  readonly maxEjectionPercent: number;
  /** With fewer healthy ones, all are used. */
  readonly minHealthPercent?: number;
}

const INTERVAL = '1s';
const CONSECUTIVE_FAILURES = 5;
const PANIC_THRESHOLD = 0.5;

/** Undefined where the policy has no ejection of any kind. */
export function mapOutlierDetection(
  balancing: BalancingConfig,
): Mapped<OutlierDetection | undefined> {
  const { name, config, outlierDetection } = balancing;
  if (outlierDetection !== undefined) return mapStandard(outlierDetection);
  const ejection = fieldsOf(config, 'outlierEjection');
  if (ejection !== undefined) return mapEjection(`loadBalancingConfig.${name}`, ejection);
  if (name === 'ballast') return mapBackoff(config);
  return { value: undefined, remarks: [] };
}

/** gRFC A50. */
function mapStandard(fields: Fields): Mapped<OutlierDetection> {
  const shares = ['success_rate_ejection', 'failure_percentage_ejection'];
  const field = 'loadBalancingConfig.outlier_detection';
  return {
    value: {
      consecutive5xxErrors: CONSECUTIVE_FAILURES,
      interval: textOf(fields, 'interval', '10s'),
      baseEjectionTime: textOf(fields, 'base_ejection_time', '30s'),
      maxEjectionPercent: numberOf(fields, 'max_ejection_percent', 10),
    },
    remarks: [
      {
        field: `${field}.interval, base_ejection_time`,
        fidelity: 'exactly',
        says: 'the fields of these names in `outlierDetection`',
      },
      {
        field: `${field}.max_ejection_percent`,
        fidelity: 'nearly',
        says: '`maxEjectionPercent`: gRPC ejects one replica in any case, Envoy none where one is more than that share',
      },
      ...(fields['max_ejection_time'] === undefined
        ? []
        : [
            {
              field: `${field}.max_ejection_time`,
              fidelity: 'by nobody' as const,
              says: 'Istio has no field for it; Envoy ends at 300 s',
            },
          ]),
      ...shares.flatMap((name): Remark[] => {
        if (fieldsOf(fields, name) === undefined) return [];
        const says = `Istio ejects by ${CONSECUTIVE_FAILURES} failures in a row alone`;
        return [{ field: `${field}.${name}`, fidelity: 'nearly', says }];
      }),
    ],
  };
}

function mapEjection(where: string, fields: Fields): Mapped<OutlierDetection> {
  const failures = numberOf(fields, 'consecutiveFailures', CONSECUTIVE_FAILURES);
  return {
    value: {
      consecutive5xxErrors: failures,
      interval: INTERVAL,
      baseEjectionTime: textOf(fields, 'baseEjectionTime', '5s'),
      ...leaving(numberOf(fields, 'panicThreshold', PANIC_THRESHOLD)),
    },
    remarks: [
      {
        field: `${where}.outlierEjection`,
        fidelity: 'nearly',
        says: `\`outlierDetection\`: ${failures} failures in a row, \`baseEjectionTime\` and \`panicThreshold\` are taken over; shares of failures, latency and the ramp are not`,
      },
    ],
  };
}

/** `ballast` has no ejection: it leaves alone what fails, for as long as that. */
function mapBackoff(config: Fields): Mapped<OutlierDetection> {
  const baseEjectionTime = textOf(config, 'failureBackoff', '2s');
  return {
    value: {
      consecutive5xxErrors: CONSECUTIVE_FAILURES,
      interval: INTERVAL,
      baseEjectionTime,
      ...leaving(PANIC_THRESHOLD),
    },
    remarks: [
      {
        field: `loadBalancingConfig.ballast.failureBackoff: ${baseEjectionTime}`,
        fidelity: 'nearly',
        says: `\`outlierDetection\`: out for ${baseEjectionTime} after ${CONSECUTIVE_FAILURES} failures in a row, at most half of the replicas at a time`,
      },
    ],
  };
}

/** @param panicThreshold the share that has to stay */
function leaving(panicThreshold: number) {
  const minHealthPercent = Math.round(panicThreshold * 100);
  return { maxEjectionPercent: Math.max(1, 100 - minHealthPercent), minHealthPercent };
}
