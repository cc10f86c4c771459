/** Find anything: pages, exercises, reports, by a few letters. A combobox over one list; Enter goes there. */

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useLocation } from "wouter";
import { queries } from "../../api/queries.ts";
import { type Found, find } from "../../lib/find.ts";
import { href } from "../../lib/routes.ts";
import { Dialog } from "./dialog.tsx";
import { NAV } from "./head.tsx";

const SHOWN = 12;

function usePlaces(): { readonly places: readonly Found[]; readonly whole: boolean } {
  const exercises = useQuery(queries.exercises);
  const reports = useQuery(queries.reports);
  const places = [
    ...NAV.map((entry) => ({ title: entry.label, what: "page", to: entry.to })),
    { title: "Readiness", what: "page", to: "/readiness" },
    ...(exercises.data ?? []).map((exercise) => ({
      title: exercise.title,
      what: { design: "design", problem: "code", case: "lab" }[exercise.kind],
      to: href.begin(exercise.kind, exercise.slug),
    })),
    ...(reports.data ?? []).map((report) => ({
      title: report.title,
      what: `report, p. ${report.page}`,
      to: href.report(report.attempt),
    })),
  ];
  return { places, whole: !exercises.isPending && !reports.isPending };
}

function Finder({ onClose }: { readonly onClose: () => void }) {
  const { places, whole } = usePlaces();
  const [, go] = useLocation();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = find(places, text).slice(0, SHOWN);
  const current = Math.min(at, Math.max(found.length - 1, 0));
  const open = (place: Found | undefined): void => {
    if (!place) return;
    onClose();
    go(place.to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((current + step + found.length) % Math.max(found.length, 1));
    else if (event.key === "Enter") open(found[current]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        role="combobox"
        aria-label="Find a page, an exercise or a report"
        aria-expanded={found.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${current}` : undefined}
        placeholder="Find a page, an exercise or a report"
        autoComplete="off"
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      {found.length === 0 && (
        <p className="note">{whole ? `Nothing has “${text}” in its name.` : "Reading the names."}</p>
      )}
      <div id="palette-list" className="palette-list" role="listbox" aria-label="Found" hidden={found.length === 0}>
        {found.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above drives this list by keyboard.
          <div
            key={place.to}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === current}
            tabIndex={-1}
            onClick={() => open(place)}
          >
            <span>{place.title}</span>
            <span className="note">{place.what}</span>
          </div>
        ))}
      </div>
    </>
  );
}

export function Palette({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="palette-title" className="palette">
      <h2 className="vh" id="palette-title">
        Find anything
      </h2>
      <Finder onClose={onClose} />
    </Dialog>
  );
}
