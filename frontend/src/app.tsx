/**
 * From an address to a page. Pages are folders under pages/ whose page.tsx exports `Page`; each is its own chunk, so that an
 * editor or a board is loaded only by its room. Wrong when this file imports a page directly.
 */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense } from "react";
import { Link, useLocation } from "wouter";
import { asProblem } from "./api/problem.ts";
import { match, type Params } from "./lib/routes.ts";
import { Boundary } from "./widgets/shell/boundary.tsx";
import { usePage } from "./widgets/shell/page-info.ts";
import { Shell } from "./widgets/shell/shell.tsx";
import { Empty, Waiting } from "./widgets/states/states.tsx";

type PageProps = { readonly params: Params };
type PageModule = { readonly Page: ComponentType<PageProps> };

const modules = import.meta.glob<PageModule>("./pages/*/page.tsx");
const pages = new Map(
  Object.entries(modules).map(([path, load]) => [
    path.split("/")[2] ?? "",
    lazy(async () => ({ default: (await load()).Page })),
  ]),
);

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The server is on this machine: "offline" of the browser means nothing here.
      networkMode: "always",
      staleTime: 5_000,
      retry: (failures, thrown) => asProblem(thrown).kind === "storage_busy" && failures < 3,
    },
    mutations: { networkMode: "always" },
  },
});

function Nowhere() {
  usePage({ title: "Nothing lives at this address" });
  return (
    <header className="title">
      <p className="mg">
        <span>Address</span>
      </p>
      <div>
        <h1 className="h-title">Nothing lives at this address</h1>
        <Empty says="The link is wrong, or what it named was deleted.">
          <Link className="btn go" href="/">
            Go to Today
          </Link>
        </Empty>
      </div>
    </header>
  );
}

function Routed() {
  const [location] = useLocation();
  const found = match(location);
  const Page = found ? pages.get(found.route.page) : undefined;
  return (
    <Shell nav={found?.route.nav ?? null} chrome={found?.route.chrome ?? "page"}>
      <Boundary key={location}>
        <Suspense fallback={<Waiting says="Opening the page." />}>
          {found && Page ? <Page params={found.params} /> : <Nowhere />}
        </Suspense>
      </Boundary>
    </Shell>
  );
}

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Routed />
    </QueryClientProvider>
  );
}
