import { beforeEach, describe, expect, it } from "vitest";
import type { CandidateBody } from "./events.ts";
import { FakeServer, HandClock, newTestId } from "./fakes.ts";
import { keysWith, memoryShelf, type Shelf } from "./keep.ts";
import { Outbox } from "./outbox.ts";
import { noOwners, type Owners } from "./owners.ts";

const said = (text: string): CandidateBody => ({ kind: "said", text, about: null });
const drew = (name: string): CandidateBody => ({ kind: "drew", board: { name } });

let clock: HandClock;
let server: FakeServer;
let shelf: Shelf;

function open(owners: Owners = noOwners): Outbox {
  return new Outbox({
    attempt: "a1",
    transport: server.transport,
    shelf,
    timers: clock,
    owners,
    newId: newTestId,
    onAppended: () => {},
    onChange: () => {},
  });
}

beforeEach(() => {
  clock = new HandClock();
  server = new FakeServer();
  shelf = memoryShelf();
});

describe("saving with a connection", () => {
  it("sends what was said within 300 ms", async () => {
    const outbox = open();
    outbox.push(said("one"), 10);
    await clock.advance(300);
    expect(server.said).toEqual(["one"]);
    expect(outbox.status).toEqual({ kind: "saved", at: expect.any(Number) });
  });

  it("sends a board that never stops changing at least every 700 ms, and only its last state", async () => {
    const outbox = open();
    for (let i = 0; i < 7; i += 1) {
      outbox.push(drew(`b${i}`), i);
      await clock.advance(100);
    }
    const boards = server.log.map((event) => (event.body.kind === "drew" ? event.body.board.name : "?"));
    expect(boards).toEqual(["b4"]);
    await clock.advance(700);
    expect(server.log).toHaveLength(2);
    expect(server.log.at(-1)?.body).toEqual(drew("b6"));
  });

  it("puts the board into the log before the sentence that was said about it", async () => {
    const outbox = open();
    outbox.push(drew("early"), 1);
    outbox.push(said("look"), 2);
    outbox.push(drew("late"), 3);
    await clock.advance(1_000);
    expect(server.log.map((event) => event.body)).toEqual([drew("early"), said("look"), drew("late")]);
  });

  it("leaves nothing on the shelf once all is acknowledged", async () => {
    const outbox = open();
    outbox.push(said("one"), 1);
    expect(keysWith(shelf, "theloop.outbox.")).toHaveLength(1);
    await clock.advance(300);
    expect(keysWith(shelf, "theloop.outbox.")).toEqual([]);
  });
});

describe("a lost connection", () => {
  it("is retried until it is back, and says what is kept meanwhile", async () => {
    const outbox = open();
    server.weather = "request_lost";
    outbox.push(said("one"), 1);
    outbox.push(said("two"), 2);
    await clock.advance(60_000);
    expect(outbox.status).toEqual({ kind: "waiting", count: 2, message: "gone", kept: true });
    expect(server.said).toEqual([]);
    server.weather = "fine";
    await clock.advance(10_000);
    expect(server.said).toEqual(["one", "two"]);
  });

  it("does not repeat what arrived although its answer was lost", async () => {
    const outbox = open();
    server.weather = "answer_lost";
    outbox.push(said("one"), 1);
    await clock.advance(5_000);
    expect(server.requests).toBeGreaterThan(2);
    server.weather = "fine";
    await clock.advance(10_000);
    expect(server.said).toEqual(["one"]);
    expect(outbox.pending).toEqual([]);
  });

  it("merges a thousand strokes made offline into one more event", async () => {
    const outbox = open();
    server.weather = "request_lost";
    outbox.push(drew("first"), 0);
    await clock.advance(1_000);
    for (let i = 0; i < 1_000; i += 1) outbox.push(drew(`b${i}`), i);
    expect(outbox.pending).toHaveLength(2);
    server.weather = "fine";
    await clock.advance(10_000);
    expect(server.log.at(-1)?.body).toEqual(drew("b999"));
  });

  it("never changes what was once sent", async () => {
    const outbox = open();
    server.weather = "answer_lost";
    outbox.push(drew("sent"), 0);
    await clock.advance(600);
    outbox.push(drew("later"), 1);
    server.weather = "fine";
    await clock.advance(10_000);
    expect(server.log.map((event) => event.body)).toEqual([drew("sent"), drew("later")]);
  });

  it("is tried at once when the browser says that it is back", async () => {
    const outbox = open();
    server.weather = "request_lost";
    outbox.push(said("one"), 1);
    await clock.advance(30_000);
    server.weather = "fine";
    outbox.retryNow();
    await clock.advance(0);
    expect(server.said).toEqual(["one"]);
  });
});

describe("a killed tab", () => {
  it("leaves its changes to the next room, sent once even if they had arrived", async () => {
    const first = open();
    server.weather = "answer_lost";
    first.push(said("one"), 1);
    await clock.advance(400);
    first.push(said("two"), 2);
    first.push(drew("open"), 3);
    // The process dies here: no dispose, no timer ever fires again.
    clock = new HandClock();
    server.weather = "fine";
    const second = open();
    expect(second.pending.map((event) => event.body.kind)).toEqual(["said", "said", "drew"]);
    await clock.advance(1_000);
    expect(server.said).toEqual(["one", "two"]);
    expect(server.log.at(-1)?.body).toEqual(drew("open"));
    expect(keysWith(shelf, "theloop.outbox.")).toEqual([]);
  });

  it("is not mistaken for a living one", async () => {
    const waiting: (() => void)[] = [];
    const alive: Owners = {
      hold: () => () => {},
      whenFree: (_name, take) => {
        waiting.push(take);
        return () => {};
      },
    };
    server.weather = "request_lost";
    const first = open(alive);
    first.push(said("theirs"), 1);
    const second = open(alive);
    expect(second.pending).toEqual([]);
    for (const take of waiting) take();
    expect(second.pending).toHaveLength(1);
  });
});

describe("a refusal", () => {
  it("sets the one event aside with its reason and lets the others through", async () => {
    const outbox = open();
    server.weather = { refuses: (event) => event.body.kind === "said" && event.body.text === "bad" };
    for (const text of ["one", "bad", "two"]) outbox.push(said(text), 1);
    await clock.advance(2_000);
    expect(server.said).toEqual(["one", "two"]);
    expect(outbox.refused.map((held) => held.message)).toEqual(["The attempt does not take this."]);
    expect(keysWith(shelf, "theloop.outbox.")).toHaveLength(1);
    outbox.discardRefused();
    expect(keysWith(shelf, "theloop.outbox.")).toEqual([]);
  });
});

describe("limits", () => {
  it("cuts a long queue into batches of at most fifty", async () => {
    const outbox = open();
    for (let i = 0; i < 120; i += 1) outbox.push(said(`s${i}`), i);
    await clock.advance(2_000);
    expect(server.said).toHaveLength(120);
    expect(server.largest).toBe(50);
  });

  it("says so when the browser has no room to keep a change", () => {
    shelf = {
      ...memoryShelf(),
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    const outbox = open();
    outbox.push(said("one"), 1);
    expect(outbox.status).toMatchObject({ kind: "waiting", kept: false });
  });

  it("stops its timers when it is disposed of", async () => {
    const outbox = open();
    server.weather = "request_lost";
    outbox.push(said("one"), 1);
    await clock.advance(100);
    outbox.dispose();
    await clock.advance(0);
    expect(clock.waiting).toBe(0);
  });
});
