/** Text as a program wrote it: it scrolls inside itself, and a keyboard can reach it. Wrong when it is read as markup. */

export function Printed({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="printed" tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}
