import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, fail, pass, type Verdict } from "../../src/engine/verdict.js"
import { databaseAsRole } from "../library/database-role.js"
import type { Facts } from "../library/command.js"

export default defineCheck({
  id: "b6.login",
  title: "The role logs in with the password of .env on both machines",
  host: "dev",
  points: 2,
  needs: ["b6.db-dev", "b6.db-prod"],
  probes: (context) => ({ dev: databaseAsRole(context, "dev"), prod: databaseAsRole(context, "prod") }),
  judge: ({ dev, prod }) => all(judge("dev", dev), () => judge("prod", prod)),
  hint: "Try it: `psql -h localhost -U pixelwise pixelwise`, with the password of .env.",
})

function judge(host: "dev" | "prod", access: Facts): Verdict {
  if (!access.has("psql")) return consequenceOf(`b6.pg-${host}`)
  if (access.has("login")) return pass()
  // A server that is only to be had over its socket is fine, when DATABASE_URL goes there.
  if (access.get("way") === "url" && access.get("urlhost").startsWith("/")) return pass()
  const problem = access.get("loginproblem")
  if (!access.has("password"))
    return fail({
      message: `DB_PASSWORD has no value in .env on ${host}.`,
      expected: "a password",
      actual: "(none)",
      hint: "Write one into .env (`openssl rand -hex 24`) and run ./setup-server.sh again.",
    })
  return fail({
    message: `On ${host} the role cannot log in with the password of .env.`,
    expected: "a login over localhost",
    actual: problem || "no answer",
    hint: /password authentication/.test(problem)
      ? "DB_PASSWORD was changed after the role had been made: `ALTER ROLE pixelwise PASSWORD '...'`, or let the script set it on every run."
      : "Peer authentication is for local sockets: use `-h localhost`. Otherwise read pg_hba.conf from the top: the first line that fits counts.",
  })
}
