/** The key map: every binding in force, by who bound it, and the switch for single keys (WCAG 2.1.4). */

import { Caps } from "./caps.tsx";
import { Dialog } from "./dialog.tsx";
import { keyGroups } from "./keyboard.ts";
import { setSingleKeys, singleKeys } from "./preferences.ts";
import { useStore } from "./use-store.ts";

export function KeyMap({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const single = useStore(singleKeys);
  return (
    <Dialog open={open} onClose={onClose} labelledBy="keys-title">
      <h2 className="h" id="keys-title">
        Keys
      </h2>
      <div className="keymap">
        {keyGroups().map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups may share a title; their order is fixed while this is open.
          <section key={index}>
            <h3>{group.title}</h3>
            {group.bindings.map((binding) => (
              <div key={binding.keys}>
                <span>{binding.does}</span>
                <span>
                  <Caps keys={binding.keys} />
                </span>
              </div>
            ))}
          </section>
        ))}
      </div>
      <div className="dialog-end">
        <label className="opt">
          <input type="checkbox" checked={single} onChange={(event) => setSingleKeys(event.target.checked)} />
          Single-key shortcuts
        </label>
        <button type="button" className="btn" onClick={onClose}>
          Close <kbd>esc</kbd>
        </button>
      </div>
    </Dialog>
  );
}
