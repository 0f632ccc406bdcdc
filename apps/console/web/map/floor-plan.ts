// The map in pixels, for a given width: boxes of services in columns, and the ways of their calls.
import type { ServiceMap } from '../../src/api.ts';
import { findColumns } from './layers.ts';

export const HEAD_HEIGHT = 58;
export const ROW_HEIGHT = 46;
const FOOT_HEIGHT = 8;
const EDGE_OF_MAP = 20;
const GAP_BELOW = 62;
const LABEL_HEIGHT = 66;
const FAN = 30;
/** Below this the columns and their labels have no room: the map is a list then. */
export const MIN_WIDTH = 900;

export interface Box {
  readonly service: string;
  readonly column: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly replicas: readonly string[];
}

export interface Way {
  readonly from: string;
  readonly to: string;
  /** The trunk, up to where it fans out. */
  readonly trunk: string;
  /** From the trunk's end to each replica. */
  readonly fans: readonly { readonly replica: string; readonly path: string }[];
  readonly label: { readonly x: number; readonly y: number };
}

export interface FloorPlan {
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly ways: readonly Way[];
}

export function drawFloorPlan(map: ServiceMap, width: number): FloorPlan {
  const calls = map.edges;
  const columns = findColumns(
    map.services.map(({ service }) => service),
    calls,
  );
  const columnCount = Math.max(1, ...columns.values()) + 1;
  const boxes = placeBoxes(map, columns, columnCount, width);
  const byName = new Map(boxes.map((box) => [box.service, box]));
  const bottom = (column: number) =>
    Math.max(0, ...boxes.filter((box) => box.column === column).map((box) => box.top + box.height));
  const lanes = new Map<number, number>();
  const ways = calls.flatMap((call) => {
    const [from, to] = [byName.get(call.from), byName.get(call.to)];
    if (from === undefined || to === undefined || from.column >= to.column) return [];
    const passed = to.column - from.column > 1 ? from.column + 1 : undefined;
    const lane = passed === undefined ? 0 : (lanes.get(passed) ?? 0);
    if (passed !== undefined) lanes.set(passed, lane + 1);
    const below = passed === undefined ? undefined : passY(bottom(passed), lane);
    return [drawWay(from, to, { calls, boxes: byName, below, passed: columnX(boxes, passed) })];
  });
  const deepest = ways.map(({ label }) => label.y + LABEL_HEIGHT / 2);
  const height =
    Math.max(...boxes.map(({ top, height }) => top + height), ...deepest) + EDGE_OF_MAP;
  return { height, boxes, ways: separateLabels(ways) };
}

const passY = (bottom: number, lane: number) => bottom + 50 + lane * LABEL_HEIGHT;

function columnX(boxes: readonly Box[], column: number | undefined): number {
  const box = boxes.find((one) => one.column === column);
  return box === undefined ? 0 : box.left + box.width / 2;
}

function placeBoxes(
  map: ServiceMap,
  columns: ReadonlyMap<string, number>,
  columnCount: number,
  width: number,
): Box[] {
  const browserWidth = 92;
  const gaps = columnCount - 1;
  const free = (width - 2 * EDGE_OF_MAP - browserWidth) / Math.max(1, gaps);
  const boxWidth = Math.min(250, Math.max(170, free * 0.54));
  const gap = Math.min(230, free - boxWidth);
  const used = browserWidth + (gap + boxWidth) * gaps;
  const start = Math.max(EDGE_OF_MAP, (width - used) / 2);
  const skips = (service: string) =>
    map.edges.filter(
      ({ from, to }) => to === service && columns.get(to)! - (columns.get(from) ?? 0) > 1,
    ).length;
  const byColumn = Map.groupBy(map.services, ({ service }) => columns.get(service) ?? 0);
  const boxes: Box[] = [];
  for (const [column, services] of byColumn) {
    // What is called from far away stands lower, so that its calls pass below the others.
    const sorted = services.toSorted((a, b) => skips(a.service) - skips(b.service));
    let top = EDGE_OF_MAP;
    const left = start + (column === 0 ? 0 : browserWidth + gap + (column - 1) * (boxWidth + gap));
    for (const { service, replicas } of sorted) {
      const height = HEAD_HEIGHT + Math.max(1, replicas.length) * ROW_HEIGHT + FOOT_HEIGHT;
      const shape = { width: column === 0 ? browserWidth : boxWidth, height };
      boxes.push({ service, column, left, top, ...shape, replicas });
      top += height + GAP_BELOW;
    }
  }
  return boxes;
}

interface Surroundings {
  readonly calls: readonly { readonly from: string; readonly to: string }[];
  readonly boxes: ReadonlyMap<string, Box>;
  readonly below: number | undefined;
  readonly passed: number;
}

function drawWay(from: Box, to: Box, { calls, boxes, below, passed }: Surroundings): Way {
  const topOf = (service: string) => boxes.get(service)?.top ?? 0;
  const columnOf = (service: string) => boxes.get(service)?.column ?? 0;
  const leaving = calls
    .filter((call) => call.from === from.service)
    .toSorted((a, b) => columnOf(a.to) - columnOf(b.to) || topOf(a.to) - topOf(b.to));
  const arriving = calls
    .filter((call) => call.to === to.service)
    .toSorted((a, b) => columnOf(b.from) - columnOf(a.from) || topOf(a.from) - topOf(b.from));
  const startX = from.left + from.width;
  const startY = port(
    from,
    leaving.findIndex((call) => call.to === to.service),
    leaving.length,
  );
  const endX = to.left - FAN;
  const endY = port(
    to,
    arriving.findIndex((call) => call.from === from.service),
    arriving.length,
  );
  const fans = to.replicas.map((replica, index) => {
    const y = to.top + HEAD_HEIGHT + (index + 0.5) * ROW_HEIGHT;
    return {
      replica,
      path: `M${endX} ${endY}C${endX + FAN * 0.6} ${endY} ${endX + FAN * 0.4} ${y} ${to.left} ${y}`,
    };
  });
  if (below === undefined) {
    const middle = (startX + to.left) / 2 - 4;
    const trunk = `M${startX} ${startY}C${middle} ${startY} ${middle} ${endY} ${endX} ${endY}`;
    return {
      from: from.service,
      to: to.service,
      trunk,
      fans,
      label: { x: middle, y: (startY + endY) / 2 },
    };
  }
  const bend = (passed - startX) * 0.55;
  const trunk =
    `M${startX} ${startY}C${startX + bend} ${startY} ${passed - bend} ${below} ${passed} ${below}` +
    `C${passed + (endX - passed) * 0.5} ${below} ${passed + (endX - passed) * 0.5} ${endY} ${endX} ${endY}`;
  return { from: from.service, to: to.service, trunk, fans, label: { x: passed, y: below } };
}

/** Where on the side of a box the n-th of so many ways begins or ends. */
function port(box: Box, index: number, count: number): number {
  const usable = box.height - HEAD_HEIGHT - FOOT_HEIGHT;
  return box.top + HEAD_HEIGHT + (usable * (Math.max(0, index) + 0.5)) / Math.max(1, count);
}

/** Labels that would lie on each other are moved apart, downwards. */
function separateLabels(ways: readonly Way[]): Way[] {
  const placed: Way[] = [];
  for (const way of ways.toSorted((a, b) => a.label.y - b.label.y)) {
    let { y } = way.label;
    for (const other of placed) {
      const isBeside = Math.abs(other.label.x - way.label.x) < 130;
      if (isBeside && y - other.label.y < LABEL_HEIGHT) y = other.label.y + LABEL_HEIGHT;
    }
    placed.push({ ...way, label: { x: way.label.x, y } });
  }
  return placed;
}
