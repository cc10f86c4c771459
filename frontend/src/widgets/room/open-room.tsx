/**
 * A room's door: opens the attempt, fetches the material of its exercise, and says what is safe when either fails.
 *
 * Why: every room has the same door. Wrong when a room is drawn for an exercise of another kind.
 */

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { api, take } from "../../api/client.ts";
import type { components } from "../../api/generated/schema.ts";
import { asProblem } from "../../api/problem.ts";
import { queries } from "../../api/queries.ts";
import { href, type Kind } from "../../lib/routes.ts";
import type { AttemptSession } from "../../live/session.ts";
import { usePage } from "../shell/page-info.ts";
import { useSession } from "./use-session.ts";

type Schemas = components["schemas"];
type AnyMaterial = Schemas["DesignMaterial"] | Schemas["ProblemMaterial"] | Schemas["CaseMaterial"];
type MaterialOf<K extends Kind> = Extract<AnyMaterial, { kind: K }>;

type OpenRoomProps<K extends Kind> = {
  readonly attempt: string;
  readonly kind: K;
  /** "Code room": the tab's title until the room has its own, and the name of what did not open. */
  readonly name: string;
  readonly children: (session: AttemptSession, material: MaterialOf<K>) => ReactNode;
};

export function OpenRoom<K extends Kind>({ attempt, kind, name, children }: OpenRoomProps<K>) {
  const meta = useQuery(queries.meta);
  const opened = useSession(attempt, meta.data?.clock_speed);
  usePage({ title: name });
  if (opened.kind === "failed") return <NotOpened kind={kind} name={name} message={opened.message} />;
  if (opened.kind === "opening") return <main className="room-wait" id="main" aria-busy="true" />;
  return (
    <WithMaterial session={opened.session} kind={kind} name={name}>
      {children}
    </WithMaterial>
  );
}

type WithMaterialProps<K extends Kind> = Omit<OpenRoomProps<K>, "attempt"> & { readonly session: AttemptSession };

function WithMaterial<K extends Kind>({ session, kind, name, children }: WithMaterialProps<K>) {
  const held = useMaterial(session.snapshot().view.exercise.slug, kind);
  switch (held.kind) {
    case "here":
      return children(session, held.material);
    case "failed":
      return <NotOpened kind={kind} name={name} message={held.message} />;
    case "waiting":
      return <main className="room-wait" id="main" aria-busy="true" />;
  }
}

type Held<K extends Kind> =
  | { readonly kind: "waiting" }
  | { readonly kind: "here"; readonly material: MaterialOf<K> }
  | { readonly kind: "failed"; readonly message: string };

const AGAIN_MS = 2_000;

/** The material of an exercise; asked again every two seconds while the server does not answer. */
function useMaterial<K extends Kind>(slug: string, kind: K): Held<K> {
  const [held, setHeld] = useState<Held<K>>({ kind: "waiting" });
  useEffect(() => {
    const stop = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      try {
        const path = { params: { path: { slug } }, signal: stop.signal };
        const material: AnyMaterial = await take(api.GET("/api/exercises/{slug}", path));
        if (stop.signal.aborted) return;
        if (material.kind === kind) setHeld({ kind: "here", material: material as MaterialOf<K> });
        else setHeld({ kind: "failed", message: `${material.title} belongs to another room.` });
      } catch (thrown) {
        if (stop.signal.aborted) return;
        const problem = asProblem(thrown);
        setHeld({ kind: "failed", message: problem.message });
        if (problem.kind !== "not_found") again = setTimeout(load, AGAIN_MS);
      }
    };
    void load();
    return () => {
      stop.abort();
      clearTimeout(again);
    };
  }, [slug, kind]);
  return held;
}

type NotOpenedProps = { readonly kind: Kind; readonly name: string; readonly message: string };

function NotOpened({ kind, name, message }: NotOpenedProps) {
  return (
    <main className="page" id="main">
      <header className="title">
        <p className="mg">
          <span>{name}</span>
        </p>
        <div>
          <h1 className="h-title">The room did not open</h1>
          <p className="lede">{message} What you wrote is safe: it is in the log or kept in this browser.</p>
          <p className="room-way-out">
            <Link className="btn go" href={href.list(kind)}>
              Go to the list
            </Link>
          </p>
        </div>
      </header>
    </main>
  );
}
