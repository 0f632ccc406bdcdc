import type { Attributes, Span, Trace } from '../../src/api.ts';
import { formatMs, NONE } from '../format/figures.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { describePick } from '../marks/describe-pick.ts';
import { linkTo } from '../shell/route.ts';
import { describeAttempt } from './describe-attempt.ts';

/** All that the chosen span says. */
export function SpanDetail({ trace, span }: { trace: Trace; span: Span }) {
  const attempt = describeAttempt(span);
  const logs = trace.logs.filter(({ spanId }) => spanId === span.spanId);
  return (
    <aside class="panel span-detail" aria-label="The chosen span">
      <header>
        <h2>{span.name}</h2>
      </header>
      <div class="inside stack">
        <dl class="facts">
          <Fact title="Service" value={span.replica === '' ? span.service : span.replica} />
          <Fact title="Kind" value={span.kind} />
          <Fact title="Began after" value={formatMs(span.startMs)} />
          <Fact title="Took" value={formatMs(span.durationMs)} />
        </dl>
        {span.status === 'error' && (
          <p class="span-error tone-bad">
            <StatusMark tone="bad" />
            {span.statusMessage === '' ? 'It failed.' : span.statusMessage}
          </p>
        )}
        {span.attempt !== undefined && attempt !== undefined && (
          <section class="pick">
            <h3>{attempt.text}</h3>
            <p>
              {span.attempt.pickReason === ''
                ? 'The balancer does not say why it chose this endpoint.'
                : `Why there: ${describePick(span.attempt.pickReason)}.`}
            </p>
          </section>
        )}
        {logs.length > 0 && (
          <section>
            <h3>Logged here</h3>
            <ol class="span-logs">
              {logs.map((line, index) => (
                <li key={index}>
                  <span class="muted">{formatMs(line.atMs)}</span>
                  <b class={`severity is-${line.severity}`}>{line.severity}</b> {line.text}
                </li>
              ))}
            </ol>
          </section>
        )}
        {span.events.length > 0 && (
          <section>
            <h3>Events</h3>
            <ol class="span-logs">
              {span.events.map(({ name, atMs, attributes }, index) => (
                <li key={index}>
                  <span class="muted">{formatMs(atMs)}</span> <b>{name}</b> {inWords(attributes)}
                </li>
              ))}
            </ol>
          </section>
        )}
        <section>
          <h3>Attributes</h3>
          <AttributeTable attributes={span.attributes} />
        </section>
        {span.links.length > 0 && (
          <section>
            <h3>Continues</h3>
            <ul>
              {span.links.map(({ traceId, spanId }) => (
                <li key={spanId}>
                  <a href={linkTo('traces', traceId)}>trace {traceId.slice(0, 12)}…</a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </aside>
  );
}

function Fact({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function AttributeTable({ attributes }: { attributes: Attributes }) {
  const entries = Object.entries(attributes).toSorted(([a], [b]) => a.localeCompare(b));
  if (entries.length === 0) return <p class="muted small">{NONE}</p>;
  return (
    <table class="attributes">
      <tbody>
        {entries.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{String(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const inWords = (attributes: Attributes) =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
