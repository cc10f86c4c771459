/** Every commitment of the rubric at both bars: who decided it, and where nobody did, a tick beside the quote. */

import { Said } from "./competencies.tsx";
import type { Bar, BarVerdict, ItemVerdict, Verdict } from "./shapes.ts";

const WHO: Readonly<Record<BarVerdict["origin"], string>> = {
  fact: "executed",
  model: "model",
  own: "your tick",
  peer: "peer’s tick",
  nobody: "can’t tell",
};

type TickProps = {
  readonly onTick: (item: string, bar: Bar, verdict: Verdict) => void;
  readonly busy: boolean;
};

function Mark({ verdict }: { readonly verdict: BarVerdict }) {
  if (verdict.decision === "reached") return <span className="tick">✓</span>;
  if (verdict.decision === "cant_tell") return <span className="dimmer">?</span>;
  return <span className="cross">×</span>;
}

const WORD: Readonly<Record<BarVerdict["decision"], string>> = {
  reached: "reached",
  not_reached: "not reached",
  contradicted: "contradicted",
  cant_tell: "can’t tell",
};

function Ticks({ item, verdict, onTick, busy }: { readonly item: string; readonly verdict: BarVerdict } & TickProps) {
  const own = verdict.origin === "own";
  if (verdict.origin !== "nobody" && !own) return null;
  const name = `${item}, ${verdict.bar} bar`;
  return (
    <span className="inline ticks">
      {own ? (
        <button
          type="button"
          className="btn small"
          disabled={busy}
          onClick={() => onTick(item, verdict.bar, "withdrawn")}
        >
          Withdraw<span className="vh"> your tick: {name}</span>
        </button>
      ) : (
        <>
          <button
            type="button"
            className="btn small"
            disabled={busy}
            onClick={() => onTick(item, verdict.bar, "reached")}
          >
            I said it<span className="vh">: {name}</span>
          </button>
          <button
            type="button"
            className="btn small"
            disabled={busy}
            onClick={() => onTick(item, verdict.bar, "not_reached")}
          >
            I did not<span className="vh">: {name}</span>
          </button>
        </>
      )}
    </span>
  );
}

function BarRow({
  item,
  verdict,
  onTick,
  busy,
}: { readonly item: ItemVerdict; readonly verdict: BarVerdict } & TickProps) {
  return (
    <tr>
      <td data-l="bar">{verdict.bar === "execution" ? "L5" : "L6"}</td>
      <td className="crit">
        {verdict.says}
        {verdict.reason && <p className="note">{verdict.reason}</p>}
        {verdict.quote && (
          <p className="ev">
            <Said quote={verdict.quote} />
            {verdict.quote.negated && <span className="note"> It negates something: read it.</span>}
          </p>
        )}
      </td>
      <td data-l="verdict">
        <Mark verdict={verdict} /> {WORD[verdict.decision]}
        {verdict.prompted && <span className="note"> after a probe</span>}
      </td>
      <td data-l="decided by">
        {WHO[verdict.origin]} <Ticks item={item.item} verdict={verdict} onTick={onTick} busy={busy} />
      </td>
    </tr>
  );
}

export function Items({ items, onTick, busy }: { readonly items: readonly ItemVerdict[] } & TickProps) {
  return (
    <ol className="items-l">
      {items.map((item) => (
        <li key={item.item}>
          <h3 className="h">
            {item.item.replaceAll("-", " ")}{" "}
            <span className="note">
              {item.competency}, weight {item.weight}
            </span>
          </h3>
          <table className="verdicts stack">
            <caption className="vh">{item.item} at both bars</caption>
            <colgroup>
              <col className="v-bar" />
              <col />
              <col className="v-verdict" />
              <col className="v-who" />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">
                  <span className="vh">Bar</span>
                </th>
                <th scope="col">
                  <span className="vh">Criterion</span>
                </th>
                <th scope="col">
                  <span className="vh">Verdict</span>
                </th>
                <th scope="col">
                  <span className="vh">Decided by</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {[item.execution, item.strategy].map((verdict) => (
                <BarRow key={verdict.bar} item={item} verdict={verdict} onTick={onTick} busy={busy} />
              ))}
            </tbody>
          </table>
        </li>
      ))}
    </ol>
  );
}
