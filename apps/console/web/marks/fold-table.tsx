import type { ComponentChildren } from 'preact';

/** Of a column; a number's stands over its digits. */
export type Heading = string | { readonly number: string };

export const number = (text: string): Heading => ({ number: text });

interface FoldTableProps {
  /** A class of its own, where it looks different from others. */
  readonly look?: string;
  readonly headings: readonly Heading[];
  /** The rows. */
  readonly children: ComponentChildren;
}

/** A table that becomes a list of cards where there is no room for its columns. */
export function FoldTable({ look = '', headings, children }: FoldTableProps) {
  return (
    <div class="table-box">
      <table class={`folds ${look}`}>
        <thead>
          <tr>
            {headings.map((heading) =>
              typeof heading === 'string' ? (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ) : (
                <th key={heading.number} scope="col" class="number">
                  {heading.number}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
