/** Ids that make a request idempotent: sent twice, it counts once. */

/** A fresh id of 22 characters from the given random bytes (16 of them), base64url. */
export function idFrom(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

export function freshId(): string {
  return idFrom(crypto.getRandomValues(new Uint8Array(16)));
}
