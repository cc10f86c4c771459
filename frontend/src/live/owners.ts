/**
 * Which tab owns which kept outbox, so that a dead tab's changes are taken over and a living tab's are not.
 *
 * Why: a draft that two tabs send under one client_id would keep only the older text. Wrong when `whenFree` calls back
 * while the owner still writes.
 */

export type Owners = {
  /** Hold `name` until this page ends or `dispose` is called. */
  readonly hold: (name: string) => () => void;
  /** Call `take` once nobody holds `name`; nobody else is called for it meanwhile. Returns a cancellation. */
  readonly whenFree: (name: string, take: () => void) => () => void;
};

/** Ownership through Web Locks, which the browser releases when the page dies however it dies. */
export function lockOwners(locks: LockManager): Owners {
  return {
    hold: (name) => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      void locks.request(name, () => held);
      return () => release();
    },
    whenFree: (name, take) => {
      const stop = new AbortController();
      locks
        .request(name, { signal: stop.signal }, async () => take())
        .catch(() => {
          // Aborted: the room was left before the owner died. The next room to open takes the changes over.
        });
      return () => stop.abort();
    },
  };
}

/** Ownership where the browser has no locks: every other outbox is taken for dead at once. */
export const noOwners: Owners = {
  hold: () => () => {},
  whenFree: (_name, take) => {
    take();
    return () => {};
  },
};

export function browserOwners(): Owners {
  return typeof navigator !== "undefined" && "locks" in navigator && navigator.locks
    ? lockOwners(navigator.locks)
    : noOwners;
}
