/** The header: where one can go, which loop is next, day or night. Only what exists is listed. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { queries } from "../../api/queries.ts";
import { daysBetween, localDay, shortDay } from "../../lib/dates.ts";
import type { NavId } from "../../lib/routes.ts";
import { flipTheme, theme } from "./preferences.ts";
import { useStore } from "./use-store.ts";

export const NAV: readonly { readonly id: NavId; readonly label: string; readonly to: string; readonly key: string }[] =
  [
    { id: "today", label: "Today", to: "/", key: "g t" },
    { id: "design", label: "Design", to: "/design", key: "g d" },
    { id: "code", label: "Code", to: "/code", key: "g c" },
    { id: "lab", label: "Lab", to: "/lab", key: "g l" },
    { id: "reports", label: "Reports", to: "/reports", key: "g r" },
    { id: "clock", label: "Clock", to: "/clock", key: "g k" },
    { id: "setup", label: "Setup", to: "/setup", key: "g s" },
  ];

const GAP_AFTER: NavId = "lab";

function Links({ nav, gap = false }: { readonly nav: NavId | null; readonly gap?: boolean }) {
  return NAV.map((entry) => (
    <span key={entry.id} className="nav-entry">
      <Link href={entry.to} aria-current={entry.id === nav ? "page" : undefined}>
        {entry.label}
      </Link>
      {gap && entry.id === GAP_AFTER && <span className="gap" />}
    </span>
  ));
}

function ThemeToggle() {
  const current = useStore(theme);
  return (
    <button type="button" className="bare" onClick={flipTheme}>
      {current === "dark" ? "Day" : "Night"}
    </button>
  );
}

/** `Meta, 10 Dec: 13 days`: the loop that drives the plan, or nothing without a goal. */
function NextLoop() {
  const goal = useQuery(queries.goal);
  const tracks = useQuery(queries.tracks);
  const meta = useQuery(queries.meta);
  if (!meta.data) return null;
  const today = localDay(new Date(meta.data.now));
  const next = (goal.data?.loops ?? [])
    .filter((loop) => loop.date >= today)
    .sort((a, b) => a.date.localeCompare(b.date))[0];
  if (!next) return null;
  const title = tracks.data?.companies.find((company) => company.id === next.company)?.title ?? next.company;
  const days = daysBetween(today, next.date);
  return (
    <Link href="/clock">
      {title}, {shortDay(next.date)}: {days === 0 ? "today" : days === 1 ? "1 day" : `${days} days`}
    </Link>
  );
}

/** Small screens: the same links behind one summary. Closes when the address changes. */
function Menu({ nav }: { readonly nav: NavId | null }) {
  const [location] = useLocation();
  const details = useRef<HTMLDetailsElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is the trigger.
  useEffect(() => {
    if (details.current) details.current.open = false;
  }, [location]);
  return (
    <details className="menu" ref={details}>
      <summary>{NAV.find((entry) => entry.id === nav)?.label ?? "Menu"}</summary>
      <nav aria-label="Main, small screen">
        <Links nav={nav} />
        <ThemeToggle />
      </nav>
    </details>
  );
}

export function Head({ nav, onKeys }: { readonly nav: NavId | null; readonly onKeys: () => void }) {
  return (
    <header className="head">
      <Link href="/" className="wordmark">
        The Loop
      </Link>
      <nav className="nav" aria-label="Main">
        <Links nav={nav} gap />
      </nav>
      <div className="head-end">
        <NextLoop />
        <ThemeToggle />
        <button type="button" className="bare" aria-label="Keyboard map" onClick={onKeys}>
          <kbd>?</kbd>
        </button>
      </div>
      <Menu nav={nav} />
    </header>
  );
}
