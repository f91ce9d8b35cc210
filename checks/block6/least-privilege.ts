import { defineCheck } from "../../src/engine/check.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { databaseAsRole, insideDatabase } from "../library/database-role.js"

const DENIED = "42501"
const ATTEMPTS: readonly (readonly [fact: string, what: string, granted: readonly string[]])[] = [
  ["createrole", "create roles", ["allowed"]],
  // The attempt names a template that does not exist: with the right, that is what PostgreSQL complains about.
  ["createdb", "create databases", ["allowed", "3D000"]],
  ["authid", "read the stored passwords (pg_authid)", ["allowed"]],
  ["readfile", "read files of the server", ["allowed"]],
]

export default defineCheck({
  id: "b6.least-privilege",
  title: "The role can create no role or database and read no passwords",
  host: "dev",
  points: 2,
  needs: ["b6.login", "b6.role-dev", "b6.role-prod"],
  probes: (context) => ({ dev: databaseAsRole(context, "dev"), prod: databaseAsRole(context, "prod") }),
  judge: ({ dev, prod }) => all(judge("dev", dev), () => judge("prod", prod)),
  hint: "Take away what it was given (`REVOKE role FROM pixelwise`, `ALTER ROLE pixelwise NOCREATEDB NOCREATEROLE NOSUPERUSER`): owning its database is enough.",
})

function judge(host: "dev" | "prod", access: Facts): Verdict {
  return insideDatabase(host, access, () => {
    const granted = ATTEMPTS.filter(([fact, , signs]) => signs.includes(access.get(fact))).map(([, what]) => what)
    const powers = access.all("power")
    return all(
      expect(granted.length === 0, {
        message: `The role on ${host} can ${granted.join(", ")}.`,
        expected: `SQLSTATE ${DENIED}, permission denied`,
        actual: granted.join(", "),
        ...(powers.length > 0 ? { excerpt: `member of ${powers.join(", ")}` } : {}),
      }),
      expect(powers.length === 0, {
        message: `The role on ${host} may act as ${powers.join(", ")}.`,
        expected: "no role with further rights",
        actual: powers.join(", "),
      }),
    )
  })
}
