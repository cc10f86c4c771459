/** The status line: page number, when something was last saved, whether the server answers; and the keys of this page. */

import { useQuery } from "@tanstack/react-query";
import { connection, savedAt } from "../../api/connection.ts";
import { queries } from "../../api/queries.ts";
import { localTime } from "../../lib/dates.ts";
import { Caps } from "./caps.tsx";
import { type KeyHint, pageInfo } from "./page-info.ts";
import { singleKeys } from "./preferences.ts";
import { useStore } from "./use-store.ts";

/** `saved on this machine 21:39`, or what still works while the server is silent. */
export function Status() {
  const link = useStore(connection);
  const saved = useStore(savedAt);
  const info = useStore(pageInfo);
  const meta = useQuery(queries.meta);
  if (link.kind === "down") {
    return (
      <span className="offline" role="status">
        <span className="cross" aria-hidden="true">
          ×
        </span>{" "}
        No answer from the server since {localTime(link.since)}. What you see was true then; trying again every two
        seconds.
      </span>
    );
  }
  const page = info.page ?? meta.data?.page;
  const parts = [
    page ? `p. ${page}` : null,
    info.note || null,
    saved ? `saved on this machine ${localTime(saved)}` : "kept on this machine",
    "nothing leaves it",
  ];
  return <span role="status">{parts.filter(Boolean).join(" · ")}</span>;
}

export function Hints({ hints }: { readonly hints: readonly KeyHint[] }) {
  return (
    <span className="keys">
      {hints.map((hint) => (
        <span key={hint.does}>
          {hint.keys.map((keys) => (
            <Caps key={keys} keys={keys} />
          ))}{" "}
          {hint.does}
        </span>
      ))}
    </span>
  );
}

const ALWAYS: KeyHint = { keys: ["?"], does: "keys" };

export function Foot() {
  const info = useStore(pageInfo);
  const single = useStore(singleKeys);
  return (
    <footer className="foot">
      <Status />
      {single && <Hints hints={[...(info.hints ?? []), ALWAYS]} />}
    </footer>
  );
}
