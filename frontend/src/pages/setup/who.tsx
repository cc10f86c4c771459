/** Who is preparing: role and level. */

import type { Part } from "./part.ts";

export function RoleField({ goal, change, tracks }: Part) {
  return (
    <fieldset className="frow">
      <legend>Role</legend>
      <div>
        {tracks.roles.map((role) => (
          <label key={role.id} className="opt">
            <input
              type="radio"
              name="role"
              value={role.id}
              checked={goal.role === role.id}
              onChange={() => change({ role: role.id })}
            />
            {role.title} <small>{role.summary}</small>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function LevelField({ goal, change, tracks }: Part) {
  const chosen = tracks.levels.find((level) => level.id === goal.level);
  return (
    <fieldset className="frow">
      <legend>Level</legend>
      <div>
        <div className="seg">
          {tracks.levels.map((level) => (
            <label key={level.id}>
              <input
                type="radio"
                name="level"
                value={level.id}
                checked={goal.level === level.id}
                onChange={() => change({ level: level.id })}
              />
              {level.id}
            </label>
          ))}
        </div>
        <p className="note hint">{chosen && `${chosen.title}. ${chosen.hint}`}</p>
      </div>
    </fieldset>
  );
}
