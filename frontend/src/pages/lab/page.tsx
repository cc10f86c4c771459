/**
 * The Lab: an experiment is planned, sealed, and met by 10,000 worlds.
 *
 * Why: a plan is judged by what it does against a hidden truth. Wrong when anything done here is not an
 * event of the attempt.
 */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { api, take } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { queries } from "../../api/queries.ts";
import { href, type Params } from "../../lib/routes.ts";

import type { AttemptSession } from "../../live/session.ts";
import { useSession } from "../../widgets/room/use-session.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { Room } from "./room.tsx";
import type { CaseMaterial } from "./shapes.ts";
import "../../styles/room.css";
import "../../styles/room-small.css";
import "../../styles/room-panes.css";
import "../../styles/lab.css";
import "../../styles/lab-finding.css";

export function Page({ params }: { readonly params: Params }) {
  const attempt = params.attempt ?? "";
  const meta = useQuery(queries.meta);
  const opened = useSession(attempt, meta.data?.clock_speed);
  usePage({ title: "Lab" });
  if (opened.kind === "failed") return <NotOpened message={opened.message} />;
  if (opened.kind === "opening") return <main className="room-wait" id="main" aria-busy="true" />;
  return <WithMaterial session={opened.session} />;
}

type Material =
  | { readonly kind: "waiting" }
  | { readonly kind: "here"; readonly material: CaseMaterial }
  | { readonly kind: "failed"; readonly message: string };

const AGAIN_MS = 2_000;

function WithMaterial({ session }: { readonly session: AttemptSession }) {
  const held = useMaterial(session.snapshot().view.exercise.slug);
  switch (held.kind) {
    case "here":
      return <Room session={session} material={held.material} />;
    case "failed":
      return <NotOpened message={held.message} />;
    case "waiting":
      return <main className="room-wait" id="main" aria-busy="true" />;
  }
}

/** The material of the case; asked again every two seconds while the server does not answer. */
function useMaterial(slug: string): Material {
  const [held, setHeld] = useState<Material>({ kind: "waiting" });
  useEffect(() => {
    const stop = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      try {
        const path = { params: { path: { slug } }, signal: stop.signal };
        const material = await take(api.GET("/api/exercises/{slug}", path));
        if (stop.signal.aborted) return;
        if (material.kind === "case") setHeld({ kind: "here", material });
        else setHeld({ kind: "failed", message: `${material.title} is not an experiment case.` });
      } catch (thrown) {
        if (stop.signal.aborted) return;
        const { message, kind } = asProblem(thrown);
        setHeld({ kind: "failed", message });
        if (kind !== "not_found") again = setTimeout(load, AGAIN_MS);
      }
    };
    void load();
    return () => {
      stop.abort();
      clearTimeout(again);
    };
  }, [slug]);
  return held;
}

function NotOpened({ message }: { readonly message: string }) {
  return (
    <main className="page" id="main">
      <header className="title">
        <p className="mg">
          <span>Lab</span>
        </p>
        <div>
          <h1 className="h-title">The room did not open</h1>
          <p className="lede">{message} What you wrote is safe: it is in the log or kept in this browser.</p>
          <p className="room-way-out">
            <Link className="btn go" href={href.list("case")}>
              Go to Lab
            </Link>
          </p>
        </div>
      </header>
    </main>
  );
}
