/** Answers of a small server for page tests: one loop, two rounds, three days. Typed by the server's document. */

import type { Goal, Plan, PlanItem, Preview, Readiness, Today, Tracks } from "../api/types.ts";

export const TRACKS: Tracks = {
  roles: [{ id: "ml-engineer", title: "ML engineer", summary: "Models in production." }],
  archetypes: [
    { id: "faang", title: "FAANG", summary: "", differentiator: "" },
    { id: "product", title: "Product", summary: "", differentiator: "" },
  ],
  companies: [
    { id: "meta", title: "Meta", archetype: "faang", in_guide: true, particular: "", basis: "guide" },
    { id: "stripe", title: "Stripe", archetype: "product", in_guide: true, particular: "", basis: "guide" },
  ],
  levels: [
    { id: "L5", title: "L5", bar: "execution", at: 5, hint: "The problem is handed to you." },
    { id: "L6", title: "L6", bar: "strategy", at: 6, hint: "The ambiguity is the problem." },
  ],
  rounds: [
    {
      id: "ml-design",
      title: "ML system design",
      short: "System design",
      summary: "",
      frequency: "",
      competencies: [],
    },
    { id: "statistics", title: "Statistics", short: "Statistics", summary: "", frequency: "", competencies: [] },
  ],
  stages: [
    { id: "mock-and-sharpen", title: "Mock and sharpen", summary: "Mocks.", from_days_out: 13, to_days_out: 8 },
    { id: "loop-day", title: "Day of the loop", summary: "", from_days_out: 0, to_days_out: 0 },
  ],
  weights_say: "",
};

export const GOAL: Goal = {
  role: "ml-engineer",
  level: "L6",
  hours_per_week: 11,
  days_off: [],
  loops: [{ company: "meta", date: "2026-12-10" }],
  weight_edits: {},
};

export const PREVIEW: Preview = {
  weights: [
    {
      archetype: "faang",
      company: "meta",
      shares: [
        { round: "ml-design", value: 0.6, says: ["Role: primary"] },
        { round: "statistics", value: 0.4, says: ["Role: lighter"] },
      ],
    },
  ],
  days: 13,
  total_hours: 20,
  hours: [{ company: "meta", rounds: { "ml-design": 12, statistics: 8 }, at_bar: null }],
  stage_now: "Mock and sharpen",
  verdict: "At Meta system design weighs most, 60 %.",
  change: { moved: 9, dropped: 0, added: 0, kept: 20 },
};

const item = (id: string, title: string, more: Partial<PlanItem> = {}): PlanItem => ({
  id,
  kind: "drill",
  ref: id,
  exercise: "",
  round: "statistics",
  title,
  how: "",
  minutes: 30,
  why: "Statistics is 0.9 below its bar.",
  status: "planned",
  fixed: false,
  moved_from: null,
  moved_to: null,
  ...more,
});

const day = (date: string, items: PlanItem[], loop = false): Plan["days"][number] => ({
  date,
  stage: loop ? "loop-day" : "mock-and-sharpen",
  company: "meta",
  minutes: items.reduce((sum, one) => sum + one.minutes, 0),
  capacity: 120,
  off: false,
  loop,
  items,
});

export const PLAN: Plan = {
  today: "2026-11-27",
  weights: {},
  weights_say: {},
  loop: { company: "meta", title: "Meta", date: "2026-12-10", days: 13 },
  loops: [],
  stages: [],
  days: [
    day("2026-11-27", [item("a~1", "Peeking drill"), item("b~1", "Home feed", { exercise: "home-feed" })]),
    day("2026-11-28", [item("c~1", "Calibration")]),
    day("2026-12-10", [], true),
  ],
  left_out: [{ title: "Causal forests", minutes: 90, why: "40 minutes are left.", decide: true, item: "d~1" }],
  stage_minutes: { "mock-and-sharpen": 90 },
  total_minutes: 90,
};

export const TODAY: Today = {
  date: "2026-11-27",
  time: "21:40",
  days_left: 13,
  loop: { company: "meta", title: "Meta", date: "2026-12-10" },
  lede: "until Meta, Thursday 10 December.",
  ruler: [
    {
      date: "2026-11-26",
      stage: "mock-and-sharpen",
      planned: 60,
      done: 0,
      missed: true,
      today: false,
      loop: false,
      off: false,
    },
    {
      date: "2026-11-27",
      stage: "mock-and-sharpen",
      planned: 60,
      done: 0,
      missed: false,
      today: true,
      loop: false,
      off: false,
    },
    { date: "2026-12-10", stage: "loop-day", planned: 0, done: 0, missed: false, today: false, loop: true, off: false },
  ],
  boxes: [
    {
      start: "21:40",
      kind: "drill",
      item: "a~1",
      title: "Peeking drill",
      text: "Statistics is 0.9 below its bar.",
      minutes: 30,
      action: { verb: "Done", href: "/clock" },
      phases: [],
    },
    { start: "22:10", kind: "break", item: "", title: "Stand up", text: "", minutes: 5, action: null, phases: [] },
    {
      start: "22:15",
      kind: "design",
      item: "b~1",
      title: "Home feed",
      text: "",
      minutes: 30,
      action: { verb: "Open", href: "/exercises/home-feed" },
      phases: [{ share: 1, done: 0.4 }],
    },
  ],
  minutes: 60,
  stop_at: "22:45",
  stop_text: "Stop.",
  note: "",
  not_today: [],
};

const UNSCORED = {
  of_20: null,
  dots: [],
  mean: null,
  low: null,
  high: null,
  evidence: 0,
  why_unscored: "No graded session of this round.",
  competencies: [],
};

export const UNGRADED: Readiness = {
  bar: "L6",
  bar_at: 6,
  sessions: 0,
  rounds: [{ round: "ml-design", title: "ML system design", share: 1, ...UNSCORED }],
  expected: null,
  next_weak: null,
  assumptions: [],
};
