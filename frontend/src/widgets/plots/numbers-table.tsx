/** The numbers behind a plot, one click away: a plot that cannot be read off is a picture. */

import type { ReactNode } from "react";

export type NumbersRow = { readonly name: string; readonly cells: readonly ReactNode[] };

type NumbersTableProps = {
  /** Heads of the columns: the first names the rows. */
  readonly heads: readonly string[];
  readonly rows: readonly NumbersRow[];
  readonly caption: string;
};

export function NumbersTable({ heads, rows, caption }: NumbersTableProps) {
  return (
    <details className="data">
      <summary>Numbers</summary>
      <table>
        <caption className="vh">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" className={index > 0 ? "r" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {row.cells.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells belong to the heads by position.
                <td key={index} className="r">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
