/** A threat as a picture: the two that were taken for separate, what they share, and the way from one to the other. */

import { useId } from "react";
import { type Arrow, BOX, diagramOf, type Link, WIDTH } from "./links.ts";

const CLASS = { real: "you", back: "bad", assumed: "dim" } as const;
const LINE = { real: "l-you", back: "l-bad thick", assumed: "ax dashed" } as const;

export function LinksDiagram({ links }: { readonly links: readonly Link[] }) {
  const id = useId();
  const { height, boxes, arrows } = diagramOf(links);
  return (
    <svg
      className="plot links"
      viewBox={`0 0 ${WIDTH} ${height}`}
      style={{ "--w": WIDTH } as React.CSSProperties}
      role="img"
      aria-label={`${links.map(sentenceOf).join(". ")}.`}
    >
      <defs>
        {(["real", "back"] as const).map((role) => (
          <marker
            key={role}
            id={`${id}${role}`}
            markerUnits="userSpaceOnUse"
            markerWidth="10"
            markerHeight="10"
            refX="9"
            refY="5"
            orient="auto"
          >
            <path className={role === "back" ? "f-bad" : "f-you"} d="M0 .8 9 5 0 9.2z" />
          </marker>
        ))}
      </defs>
      {arrows.map((arrow) => (
        <path
          key={arrow.key}
          className={LINE[arrow.role]}
          d={arrow.path}
          markerEnd={arrow.role === "assumed" ? undefined : `url(#${id}${arrow.role})`}
        />
      ))}
      {boxes.map((box) => (
        <g key={box.name}>
          <rect x={box.x} y={box.y} width={BOX.width} height={BOX.height} />
          <Lines
            lines={box.lines}
            x={box.x + BOX.width / 2}
            y={box.y + BOX.height / 2 + 4 - (box.lines.length - 1) * 7.5}
            className="t-ink t-b"
            anchor="middle"
          />
        </g>
      ))}
      {arrows.map((arrow) => (
        <Lines
          key={arrow.key}
          lines={arrow.says}
          x={arrow.at.x}
          y={firstLine(arrow)}
          className={`t-${CLASS[arrow.role]}`}
          anchor={arrow.at.anchor}
        />
      ))}
    </svg>
  );
}

/** Words above their arrow grow upwards. */
function firstLine(arrow: Arrow): number {
  return arrow.at.y - (arrow.says.length - 1) * 7.5;
}

function sentenceOf(link: Link): string {
  return `${link.source} to ${link.target}: ${link.says}`;
}

type LinesProps = {
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly className: string;
  readonly anchor: "start" | "middle" | "end";
};

function Lines({ lines, x, y, className, anchor }: LinesProps) {
  return (
    <text className={className} y={y} textAnchor={anchor}>
      {lines.map((line, index) => (
        <tspan key={line} x={x} dy={index === 0 ? 0 : 15}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
