import type { ComponentChildren } from 'preact';
import { Component } from 'preact';
import { describeError } from '../live/requests.ts';
import { Empty } from '../marks/empty.tsx';

/** A page that breaks says so, and leaves the others usable. */
export class ErrorEdge extends Component<{ children: ComponentChildren }, { why: string }> {
  override state = { why: '' };

  static override getDerivedStateFromError(error: unknown) {
    return { why: describeError(error) };
  }

  override componentDidCatch(error: unknown): void {
    reportError(error);
  }

  render() {
    const { why } = this.state;
    if (why === '') return <>{this.props.children}</>;
    return (
      <Empty title="This page broke" tone="bad">
        <p>{why}</p>
        <button class="button" onClick={() => this.setState({ why: '' })}>
          Try again
        </button>
      </Empty>
    );
  }
}
