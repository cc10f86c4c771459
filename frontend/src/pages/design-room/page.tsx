/**
 * The Design Room: prompt, board, napkin and interviewer around one attempt.
 *
 * Why: this is where the clock runs. Wrong when anything done here is not an event of the attempt.
 */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { queries } from "../../api/queries.ts";
import type { Params } from "../../lib/routes.ts";
import type { DesignMaterial } from "../../live/material.ts";
import type { AttemptSession } from "../../live/session.ts";
import { useSession } from "../../widgets/room/use-session.ts";
import { usePage } from "../../widgets/shell/page-info.ts";
import { checks } from "./checks.ts";
import { Room } from "./room.tsx";
import "../../styles/room.css";
import "../../styles/room-small.css";
import "../../styles/room-panes.css";
import "../../styles/board.css";

export function Page({ params }: { readonly params: Params }) {
  const attempt = params.attempt ?? "";
  const meta = useQuery(queries.meta);
  const opened = useSession(attempt, meta.data?.clock_speed);
  usePage({ title: "Design room" });
  if (opened.kind === "failed") return <NotOpened message={opened.message} />;
  if (opened.kind === "opening") return <main className="room-wait" id="main" aria-busy="true" />;
  return <WithMaterial session={opened.session} />;
}

function WithMaterial({ session }: { readonly session: AttemptSession }) {
  const [material, setMaterial] = useState<DesignMaterial | null>(null);
  const [problem, setProblem] = useState("");
  const { slug } = session.snapshot().view.exercise;
  useEffect(() => {
    let left = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      const outcome = await checks.material(slug);
      if (left) return;
      if (outcome.kind === "ok") setMaterial(outcome.value);
      else {
        setProblem(outcome.message);
        if (outcome.kind === "unreachable") again = setTimeout(load, 2_000);
      }
    };
    void load();
    return () => {
      left = true;
      clearTimeout(again);
    };
  }, [slug]);
  if (material !== null) return <Room session={session} material={material} />;
  if (problem !== "") return <NotOpened message={problem} />;
  return <main className="room-wait" id="main" aria-busy="true" />;
}

function NotOpened({ message }: { readonly message: string }) {
  return (
    <main className="page" id="main">
      <header className="title">
        <p className="mg">
          <span>Design room</span>
        </p>
        <div>
          <h1 className="h-title">The room did not open</h1>
          <p className="lede">{message} What you wrote is safe: it is in the log or kept in this browser.</p>
          <p className="room-way-out">
            <Link className="btn go" href="/design">
              Go to Design
            </Link>
          </p>
        </div>
      </header>
    </main>
  );
}
