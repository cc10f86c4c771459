/**
 * Addresses that the server may link to without knowing rooms: an exercise by its slug, an attempt by its id. This finds the
 * list, the room or the report, and goes on without leaving a step in the history.
 */

import { useQuery } from "@tanstack/react-query";
import { Redirect } from "wouter";
import { Problem } from "../../api/problem.ts";
import { queries } from "../../api/queries.ts";
import { href, type Params } from "../../lib/routes.ts";
import { Failure, Loaded } from "../../widgets/states/states.tsx";

function ToExercise({ slug }: { readonly slug: string }) {
  const exercises = useQuery(queries.exercises);
  return (
    <Loaded query={exercises} waiting="Finding the exercise.">
      {(all) => {
        const found = all.find((exercise) => exercise.slug === slug);
        if (found) return <Redirect to={href.begin(found.kind, found.slug)} replace />;
        return (
          <Failure thrown={new Problem("not_found", `No exercise is called “${slug}”.`, "Nothing was changed.")} />
        );
      }}
    </Loaded>
  );
}

function ToAttempt({ id }: { readonly id: string }) {
  const attempt = useQuery(queries.attempt(id));
  return (
    <Loaded query={attempt} waiting="Finding the session.">
      {(found) => (
        <Redirect
          to={found.status === "finished" ? href.report(found.id) : href.room(found.exercise.kind, found.id)}
          replace
        />
      )}
    </Loaded>
  );
}

export function Page({ params }: { readonly params: Params }) {
  return params.attempt ? <ToAttempt id={params.attempt} /> : <ToExercise slug={params.slug ?? ""} />;
}
