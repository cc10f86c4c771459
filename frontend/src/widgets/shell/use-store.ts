/** Watch a store from a component. */

import { useSyncExternalStore } from "react";
import type { Store } from "../../lib/store.ts";

export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
