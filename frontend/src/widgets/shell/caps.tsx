/** Key caps as they are printed on the thing they drive. */

import { caps } from "../../lib/keys.ts";
import { platform } from "./keyboard.ts";

/** One <kbd> a cap: <Caps keys="g t" />, <Caps keys="mod+enter" />. Hidden from screen readers inside buttons by the caller. */
export function Caps({ keys }: { readonly keys: string }) {
  return caps(keys, platform()).map((cap, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a fixed sequence, and a cap may occur twice.
    <kbd key={index}>{cap}</kbd>
  ));
}
