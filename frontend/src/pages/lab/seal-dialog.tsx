/**
 * The last look before the seal: what will be sealed, and what the check still says about it.
 *
 * Why: a seal cannot be undone, and ⌘↵ is pressed by habit. Wrong when it seals anything but the plan it shows.
 */

import { Caps } from "../../widgets/shell/caps.tsx";
import { Dialog, takesFocus } from "../../widgets/shell/dialog.tsx";
import { said } from "./fields.tsx";
import { lastLook } from "./last-look.ts";
import type { CaseMaterial, Draft, PlanFinding } from "./shapes.ts";

type SealDialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly material: CaseMaterial;
  readonly draft: Draft;
  readonly findings: readonly PlanFinding[];
  readonly onSeal: () => void;
};

export function SealDialog({ open, onClose, material, draft, findings, onSeal }: SealDialogProps) {
  const warned = findings.filter((finding) => finding.level === "warn");
  return (
    <Dialog open={open} onClose={onClose} labelledBy="seal-title">
      <h2 className="h-serif" id="seal-title">
        Seal this plan?
      </h2>
      <p className="ui dim">
        No data exists yet. Once it is sealed the plan cannot be changed; then 10,000 worlds run it and the threat is
        opened.
      </p>
      <dl className="last-look">
        {lastLook(draft, material.form).map((line) => (
          <div key={line.name}>
            <dt>{line.name}</dt>
            <dd>{line.says}</dd>
          </div>
        ))}
      </dl>
      {warned.length > 0 && (
        <ul className="ui">
          {warned.map((finding) => (
            <li key={finding.id} className="bad">
              <span aria-hidden="true">× </span>
              {said(finding.says)}
            </li>
          ))}
        </ul>
      )}
      <div className="dialog-end">
        <button type="button" className="btn" onClick={onClose}>
          Not yet <kbd>esc</kbd>
        </button>
        <button type="button" className="btn go" ref={takesFocus} onClick={onSeal}>
          Seal and run <Caps keys="enter" />
        </button>
      </div>
    </Dialog>
  );
}
