/** How much time there is: hours a week, and days that stay free. */

import { useState } from "react";
import { addDays, isDay, longDay } from "../../lib/dates.ts";
import { toggled, WEEKDAYS } from "../../lib/goal.ts";
import type { Part } from "./part.ts";

const LEAST = 2;
const MOST = 30;
const RARELY_HELD = 20;

export function Hours({ goal, change }: Part) {
  return (
    <fieldset className="frow">
      <legend>Hours a week</legend>
      <div>
        <div className="inline">
          <label className="vh" htmlFor="hours">
            Hours a week
          </label>
          <input
            id="hours"
            type="range"
            min={LEAST}
            max={MOST}
            value={goal.hours_per_week}
            onChange={(event) => change({ hours_per_week: event.target.valueAsNumber })}
          />
          <output className="big" htmlFor="hours">
            {goal.hours_per_week}
          </output>
        </div>
        {goal.hours_per_week > RARELY_HELD && (
          <p className="note hint">Over {RARELY_HELD} a week is more than three hours on each day without a day off.</p>
        )}
      </div>
    </fieldset>
  );
}

export function DaysOff({ goal, change, today }: Part) {
  const [date, setDate] = useState("");
  const dates = goal.days_off.filter(isDay).sort();
  const add = (): void => {
    if (isDay(date) && !goal.days_off.includes(date)) change({ days_off: [...goal.days_off, date] });
    setDate("");
  };
  return (
    <fieldset className="frow">
      <legend>Days off</legend>
      <div>
        <div className="cos inline-days">
          {WEEKDAYS.map((day) => (
            <label key={day.id}>
              <input
                type="checkbox"
                checked={goal.days_off.includes(day.id)}
                onChange={() => change({ days_off: toggled(goal.days_off, day.id) })}
              />
              <span>{day.title}</span>
            </label>
          ))}
        </div>
        <div className="inline dates-off">
          <label className="vh" htmlFor="day-off">
            A single day off
          </label>
          <input
            id="day-off"
            className="field"
            type="date"
            min={today}
            max={addDays(today, 366)}
            value={date}
            onChange={(event) => setDate(event.target.value)}
          />
          <button type="button" className="btn" disabled={!isDay(date)} onClick={add}>
            Keep this day free
          </button>
        </div>
        {dates.length > 0 && (
          <ul className="ui dates-list">
            {dates.map((day) => (
              <li key={day}>
                {longDay(day)}{" "}
                <button
                  type="button"
                  className="link"
                  onClick={() => change({ days_off: toggled(goal.days_off, day) })}
                >
                  Plan on it again<span className="vh">: {longDay(day)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </fieldset>
  );
}
