import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Turn } from "../../live/fold.ts";
import { Aloud } from "./aloud.tsx";

const questions = [
  { id: "why-scale", about: "aloud.why-scale", prompt: "Why divide by the root of d?" },
  { id: "which-copy", about: "aloud.which-copy", prompt: "Which copy goes first?" },
];
const said = (about: string, text: string): Turn => ({
  who: "candidate",
  at_ms: 38_000,
  text,
  about,
  sent: true,
  key: text,
});

function open(turns: readonly Turn[] = []) {
  const onSay = vi.fn();
  const drawn = (now: readonly Turn[]) => (
    <section data-pane="aloud" tabIndex={-1}>
      <Aloud attempt="a1" questions={questions} turns={now} closed={false} onSay={onSay} />
    </section>
  );
  const { rerender } = render(drawn(turns));
  return { onSay, again: (now: readonly Turn[]) => rerender(drawn(now)) };
}

describe("explaining aloud", () => {
  beforeEach(() => localStorage.clear());

  it("says the answer about its question, and goes on to the next with the cursor", () => {
    const { onSay, again } = open();
    const box = screen.getByLabelText("Why divide by the root of d?");
    fireEvent.change(box, { target: { value: " Variance grows with d. " } });
    fireEvent.keyDown(box, { key: "Enter", ctrlKey: true });
    expect(onSay).toHaveBeenCalledWith("Variance grows with d.", "aloud.why-scale");
    again([said("aloud.why-scale", "Variance grows with d.")]);
    expect(screen.getByText("1 of 2 said")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText("Which copy goes first?"));
  });

  it("keeps an answer half typed while another card is open", () => {
    open();
    fireEvent.change(screen.getByLabelText("Why divide by the root of d?"), { target: { value: "Because" } });
    fireEvent.click(screen.getByRole("button", { name: /Which copy/ }));
    fireEvent.click(screen.getByRole("button", { name: /Why divide/ }));
    expect(screen.getByLabelText<HTMLTextAreaElement>("Why divide by the root of d?").value).toBe("Because");
  });

  it("quotes what was said, and lets more be said", () => {
    const { onSay } = open([said("aloud.why-scale", "Variance."), said("aloud.which-copy", "The exponentials.")]);
    expect(screen.getByText("“Variance.”")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /Why divide/ }));
    const box = screen.getByPlaceholderText("Say more");
    fireEvent.change(box, { target: { value: "And the softmax saturates." } });
    fireEvent.click(screen.getByRole("button", { name: /^Say/ }));
    expect(onSay).toHaveBeenCalledWith("And the softmax saturates.", "aloud.why-scale");
  });
});
