import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { databaseAsRole } from "../library/database-role.js"

export default defineCheck({
  id: "b6.login-wrong",
  title: "A wrong password is refused on both machines",
  host: "dev",
  points: 2,
  needs: ["b6.role-dev", "b6.role-prod"],
  probes: (context) => ({ dev: databaseAsRole(context, "dev"), prod: databaseAsRole(context, "prod") }),
  judge: ({ dev, prod }) => all(judge("dev", dev), () => judge("prod", prod)),
  hint: "No line of pg_hba.conf may say `trust`: use scram-sha-256 for host and peer for local, then `sudo systemctl reload postgresql`.",
})

function judge(host: "dev" | "prod", access: Facts): Verdict {
  const open = access.all("open")
  if (open.length === 0 && access.all("refused").length === 0)
    return unobserved(`No login could be tried on ${host}, psql is missing there.`)
  return expect(open.length === 0, {
    message: `On ${host} anybody gets into the database with any password.`,
    expected: "a refusal",
    actual: `let in: ${open.join(", ")}`,
  })
}
