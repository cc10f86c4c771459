import { beforeEach, describe, expect, it } from "vitest";
import { FakeServer, FakeWire, HandClock, newTestId } from "./fakes.ts";
import { memoryShelf } from "./keep.ts";
import { noOwners } from "./owners.ts";
import { AttemptSession } from "./session.ts";

let clock: HandClock;
let server: FakeServer;
let wires: FakeWire[];

function open(shelf = memoryShelf()): AttemptSession {
  return new AttemptSession(server.view(), {
    transport: server.transport,
    connect: () => (after) => {
      const wire = new FakeWire(after);
      wires.push(wire);
      return wire;
    },
    shelf,
    timers: clock,
    owners: noOwners,
    newId: newTestId,
    speed: 1,
  });
}

function start(): void {
  server.add({
    kind: "started",
    exercise: "home-feed-ranking",
    round: "ml-design",
    level: "L6",
    company: null,
    minutes: 45,
    phases: [
      { id: "scope", minutes: 6 },
      { id: "data", minutes: 7 },
    ],
    clock_runs: true,
  });
}

beforeEach(() => {
  clock = new HandClock();
  server = new FakeServer();
  wires = [];
  start();
});

describe("the snapshot", () => {
  it("shows a change before the server has it, and once after", async () => {
    const session = open();
    session.say("hello");
    expect(session.snapshot().state.turns).toMatchObject([{ text: "hello", sent: false }]);
    await clock.advance(500);
    expect(session.snapshot().state.turns).toMatchObject([{ text: "hello", sent: true }]);
  });

  it("is the same object until something changes", async () => {
    const session = open();
    const first = session.snapshot();
    await clock.advance(5_000);
    expect(session.snapshot()).toBe(first);
  });

  it("is the same after a reload in the middle of a lost connection", async () => {
    const shelf = memoryShelf();
    const first = open(shelf);
    server.weather = "answer_lost";
    first.say("one");
    await clock.advance(200);
    first.calculate([{ name: "load", formula: "2" }]);
    first.commit("predict.p99", "200 ms", "guess");
    const seen = first.snapshot().state;
    const second = open(shelf);
    const { turns, lines, commitments } = second.snapshot().state;
    expect(turns.map((turn) => turn.text)).toEqual(seen.turns.map((turn) => turn.text));
    expect(lines).toEqual(seen.lines);
    expect(commitments.get("predict.p99")?.value).toBe("200 ms");
  });
});

describe("news from elsewhere", () => {
  it("is merged in the order of the log, however it arrives", async () => {
    const session = open();
    const one = server.add({ kind: "asked", text: "one", why: "probe", about: null });
    const two = server.add({ kind: "asked", text: "two", why: "probe", about: null });
    wires[0]?.send({ type: "events", events: [two] });
    wires[0]?.send({ type: "events", events: [one, two] });
    wires[0]?.send({ type: "events", events: [one] });
    await clock.advance(10);
    expect(session.snapshot().state.turns.map((turn) => turn.text)).toEqual(["one", "two"]);
  });

  it("continues after the last seq it holds when the socket comes back", async () => {
    const session = open();
    wires[0]?.open();
    server.add({ kind: "asked", text: "missed", why: "probe", about: null });
    wires[0]?.send({ type: "events", events: [server.log[1]] });
    wires[0]?.fail();
    await clock.advance(1_000);
    expect(wires).toHaveLength(2);
    expect(wires[1]?.after).toBe(2);
    session.dispose();
    expect(wires[1]?.closed).toBe(true);
  });

  it("counts the other tabs and hears that the report is ready", () => {
    const session = open();
    wires[0]?.send({ type: "tabs", count: 2 });
    wires[0]?.send({ type: "report", status: "ready" });
    wires[0]?.send({ type: "nonsense" });
    expect(session.snapshot()).toMatchObject({ tabs: 2, report: "ready" });
  });

  it("stops the clock when another tab pauses", async () => {
    const session = open();
    await clock.advance(4_000);
    const event = server.add({ kind: "paused" }, "other", 4_000);
    wires[0]?.send({ type: "events", events: [event] });
    await clock.advance(60_000);
    expect(session.elapsed()).toBe(4_000);
    expect(session.snapshot().state.status).toBe("paused");
  });
});

describe("the clock", () => {
  it("excludes pauses and stamps events with attempt time", async () => {
    const session = open();
    await clock.advance(1_000);
    session.pause();
    await clock.advance(50_000);
    expect(session.elapsed()).toBe(1_000);
    session.resume();
    await clock.advance(500);
    session.say("now");
    await clock.advance(400);
    expect(server.log.at(-1)?.at_ms).toBe(1_500);
  });

  it("books time on the phase it was spent in", async () => {
    const session = open();
    await clock.advance(3_000);
    session.goToPhase("data");
    await clock.advance(2_000);
    expect(session.snapshot().state.spent.get("scope")).toBe(3_000);
    expect(session.snapshot().state.phase).toBe("data");
  });
});

describe("running", () => {
  it("sends what is unsaved first", async () => {
    const session = open();
    session.draw({ name: "mine" });
    const run = session.run();
    await clock.advance(0);
    expect((await run).kind).toBe("ok");
    expect(server.log.at(-1)?.body.kind).toBe("drew");
  });

  it("does not run an old board when the new one cannot be saved", async () => {
    const session = open();
    server.weather = "request_lost";
    session.draw({ name: "mine" });
    const run = session.run();
    await clock.advance(0);
    expect((await run).kind).toBe("unreachable");
  });
});
