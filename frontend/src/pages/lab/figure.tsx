/** The frame of a plot: a title that is the finding, a caption with what and unit. Wrong when the two are the same. */

import type { ReactNode } from "react";

type FigureProps = { readonly title: string; readonly caption: string; readonly children: ReactNode };

export function Figure({ title, caption, children }: FigureProps) {
  return (
    <figure className="fig">
      <figcaption>
        <b>{title}</b>
        <span>{caption}</span>
      </figcaption>
      {children}
    </figure>
  );
}
