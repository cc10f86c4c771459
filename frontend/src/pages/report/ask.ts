/** What this page asks the server: the report (again while it is being written), and a tick beside a quote. */

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, take } from "../../api/client.ts";
import type { Bar, Page, Pending, Verdict } from "./shapes.ts";

const PENDING_POLL_MS = 700;

/** openapi-fetch forgets that a pair has two elements; the server's model says it has. */
const paired = <Data>(answer: Promise<unknown>): Promise<Data> => answer as Promise<Data>;

export const reportQuery = (attempt: string) =>
  queryOptions({
    queryKey: ["reports", attempt],
    queryFn: ({ signal }) =>
      paired<Page | Pending>(take(api.GET("/api/reports/{attempt}", { params: { path: { attempt } }, signal }))),
    refetchInterval: (query) => (query.state.data?.status === "pending" ? PENDING_POLL_MS : false),
  });

type Tick = { readonly item: string; readonly bar: Bar; readonly verdict: Verdict };

export function useTick(attempt: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (tick: Tick): Promise<Page> =>
      paired<Page>(
        take(
          api.POST("/api/reports/{attempt}/ticks", {
            params: { path: { attempt } },
            body: { ...tick, client_id: crypto.randomUUID() },
          }),
        ),
      ),
    onSuccess: (page) => {
      client.setQueryData(reportQuery(attempt).queryKey, page);
      for (const key of ["readiness", "plan", "today"]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
