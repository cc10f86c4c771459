// Runs before the first paint so that a stored day or night does not flash. Same key as src/lib/theme.ts.
try {
  const stored = localStorage.getItem("theloop.theme");
  if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
} catch {
  // Storage is blocked: the system decides.
}
