/** A native modal dialog that follows a state: open shows it, Escape and `onClose` end it. Focus returns by itself. */

import { type ReactNode, useEffect, useRef } from "react";

type DialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly labelledBy: string;
  readonly className?: string;
  readonly children: ReactNode;
};

/** Ref for the element that takes the focus when the dialog opens; without one it is the first that can. */
export function takesFocus(element: HTMLElement | null): void {
  element?.setAttribute("autofocus", "");
}

export function Dialog({ open, onClose, labelledBy, className, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  return (
    <dialog ref={dialog} aria-labelledby={labelledBy} className={className} onClose={onClose}>
      {open && children}
    </dialog>
  );
}
