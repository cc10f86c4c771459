/**
 * Every question that pages put to the server, by name: one key, one call, so that a change refreshes what it touches.
 * Wrong when a page spells a query key itself.
 */

import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, take } from "./client.ts";
import { connection, heardTime } from "./connection.ts";
import type { Goal, NewAttempt, PlanEdit } from "./types.ts";

const DOWN_POLL_MS = 2_000;
const UP_POLL_MS = 60_000;

export const queries = {
  meta: queryOptions({
    queryKey: ["meta"],
    queryFn: async ({ signal }) => {
      const sentMs = performance.now();
      const meta = await take(api.GET("/api/meta", { signal, cache: "no-store" }));
      heardTime(meta, sentMs);
      return meta;
    },
    refetchInterval: () => (connection.get().kind === "down" ? DOWN_POLL_MS : UP_POLL_MS),
  }),
  tracks: queryOptions({
    queryKey: ["tracks"],
    queryFn: ({ signal }) => take(api.GET("/api/tracks", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  }),
  goal: queryOptions({
    queryKey: ["goal"],
    queryFn: async ({ signal }) => (await take(api.GET("/api/goal", { signal }))) ?? null,
  }),
  preview: (goal: Goal) =>
    queryOptions({
      queryKey: ["preview", goal],
      queryFn: ({ signal }) => take(api.POST("/api/preview", { body: goal, signal })),
      placeholderData: (before) => before,
      gcTime: 60_000,
    }),
  plan: queryOptions({
    queryKey: ["plan"],
    queryFn: async ({ signal }) => (await take(api.GET("/api/plan", { signal }))) ?? null,
  }),
  today: queryOptions({
    queryKey: ["today"],
    queryFn: async ({ signal }) => (await take(api.GET("/api/today", { signal }))) ?? null,
    refetchInterval: UP_POLL_MS,
  }),
  readiness: queryOptions({
    queryKey: ["readiness"],
    queryFn: ({ signal }) => take(api.GET("/api/readiness", { signal })),
  }),
  exercises: queryOptions({
    queryKey: ["exercises"],
    queryFn: ({ signal }) => take(api.GET("/api/exercises", { signal })),
  }),
  attempts: queryOptions({
    queryKey: ["attempts"],
    queryFn: ({ signal }) => take(api.GET("/api/attempts", { signal })),
  }),
  attempt: (id: string) =>
    queryOptions({
      queryKey: ["attempts", id],
      queryFn: ({ signal }) => take(api.GET("/api/attempts/{attempt}", { params: { path: { attempt: id } }, signal })),
    }),
  reports: queryOptions({ queryKey: ["reports"], queryFn: ({ signal }) => take(api.GET("/api/reports", { signal })) }),
} as const;

/** Everything that follows from the goal or the plan is out of date. */
function planChanged(client: QueryClient): void {
  for (const key of ["plan", "today", "readiness"]) void client.invalidateQueries({ queryKey: [key] });
}

export function useSaveGoal() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (goal: Goal) => take(api.PUT("/api/goal", { body: goal })),
    onSuccess: (saved) => {
      client.setQueryData(queries.goal.queryKey, saved.goal);
      void client.invalidateQueries({ queryKey: queries.meta.queryKey });
      planChanged(client);
    },
  });
}

export function useEditPlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (edit: PlanEdit) => take(api.POST("/api/plan/edits", { body: edit })),
    onSuccess: (plan) => {
      client.setQueryData(queries.plan.queryKey, plan);
      void client.invalidateQueries({ queryKey: queries.today.queryKey });
    },
  });
}

export function useBegin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (attempt: NewAttempt) => take(api.POST("/api/attempts", { body: attempt })),
    onSuccess: () => {
      for (const key of ["attempts", "exercises", "today"]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
