import type { Context } from "../../src/engine/context.js"
import { all, expect, fail, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"
import { TABLE } from "./database-role.js"

/** The table is where the role finds it, and is the role's own, or that of a group it belongs to. */
export function judgeTable(host: "dev" | "prod", access: Facts, { settings, track }: Context): Verdict {
  const [owner = "", member] = access.get("table").split("|")
  const others = access.all("exists")
  const elsewhere = others.find((name) => name.endsWith(`.${TABLE}`))
  const init = track === "python" ? "init_db.py" : "the migrations"
  if (owner === "")
    return fail({
      message:
        elsewhere === undefined
          ? `There is no table ${TABLE} on ${host}.`
          : `The table ${elsewhere} on ${host} is not where the role looks for it.`,
      expected: `table ${TABLE} in the database ${settings.database}`,
      actual: others.join(", ") || "no table at all",
      hint:
        elsewhere === undefined
          ? `Run ${init} on ${host}, with the DATABASE_URL of its .env.`
          : `Create it in the schema of the search path, or set the path: \`ALTER ROLE ${settings.databaseRole} SET search_path = ...\`.`,
    })
  return all(
    expect(member === "t", {
      message: `The table ${TABLE} on ${host} belongs to ${owner}.`,
      expected: `owner ${settings.databaseRole}`,
      actual: owner,
      hint: `It was created by another account: \`ALTER TABLE ${TABLE} OWNER TO ${settings.databaseRole}\` as postgres, and run ${init} as the application from now on.`,
    }),
  )
}
