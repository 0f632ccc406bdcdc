import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Edge, ServiceMap } from '../../src/api.ts';
import { Empty } from '../marks/empty.tsx';
import { EdgeLabel } from './edge-label.tsx';
import { EdgeLines } from './edge-lines.tsx';
import { drawFloorPlan, MIN_WIDTH } from './floor-plan.ts';
import { ServiceBox } from './service-box.tsx';

interface ServicePictureProps {
  readonly map: ServiceMap;
  readonly chosen: string;
  readonly choose: (replica: string) => void;
}

/** Boxes and lines where there is room; on a narrow screen a list in the same order. */
export function ServicePicture({ map, chosen, choose }: ServicePictureProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);

  return (
    <div ref={box} class="picture">
      {map.services.length === 0 ? (
        <Empty title="No service has been heard of yet">
          <p>They appear as soon as they start.</p>
        </Empty>
      ) : width >= MIN_WIDTH ? (
        <Wide map={map} chosen={chosen} choose={choose} width={width} />
      ) : (
        <Narrow map={map} chosen={chosen} choose={choose} />
      )}
    </div>
  );
}

function Wide({ map, chosen, choose, width }: ServicePictureProps & { readonly width: number }) {
  const plan = drawFloorPlan(map, width);
  const edgeOf = (from: string, to: string) =>
    map.edges.find((edge) => edge.from === from && edge.to === to);
  return (
    <div class="plan" style={{ height: `${plan.height}px` }}>
      <svg width={width} height={plan.height} aria-hidden="true">
        {plan.ways.map((way) => {
          const edge = edgeOf(way.from, way.to);
          return edge && <EdgeLines key={`${way.from} ${way.to}`} way={way} edge={edge} />;
        })}
      </svg>
      {plan.boxes.map((placed) => (
        <ServiceBox
          key={placed.service}
          node={map.services.find(({ service }) => service === placed.service)!}
          chosen={chosen}
          choose={choose}
          place={placed}
        />
      ))}
      {plan.ways.map(({ from, to, label }) => {
        const edge = edgeOf(from, to);
        return edge && <EdgeLabel key={`${from} ${to}`} edge={edge} at={label} />;
      })}
    </div>
  );
}

function Narrow({ map, chosen, choose }: ServicePictureProps) {
  return (
    <ol class="plan-list">
      {map.services.map((node) => (
        <li key={node.service}>
          {callsTo(map.edges, node.service).map((edge) => (
            <EdgeLabel key={edge.from} edge={edge} isNamed />
          ))}
          <ServiceBox node={node} chosen={chosen} choose={choose} />
        </li>
      ))}
    </ol>
  );
}

const callsTo = (edges: readonly Edge[], service: string) =>
  edges.filter(({ to }) => to === service);
