/** Test environment without a document: Node 20 has no CloseEvent, which a WebSocket's end carries. */

class NodeCloseEvent extends Event {
  readonly code: number;
  readonly reason: string;

  constructor(type: string, init: { code?: number; reason?: string } = {}) {
    super(type);
    this.code = init.code ?? 1005;
    this.reason = init.reason ?? "";
  }
}

if (!("CloseEvent" in globalThis)) Object.assign(globalThis, { CloseEvent: NodeCloseEvent });
