import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { expectStatus } from "../library/http.js"
import { readAnswer } from "../library/rows.js"
import { databaseAsRole } from "../library/database-role.js"
import { serviceConnections } from "../library/service-connections.js"

export default defineCheck({
  id: "b6.url-effective",
  title: "The service on prod really connects as the role of the application",
  host: "prod",
  points: 2,
  needs: ["b6.table-prod", "b5.active"],
  probes: (context) => ({
    access: databaseAsRole(context, "prod"),
    connections: serviceConnections(context),
  }),
  judge: ({ access, connections }, { settings }) => {
    if (connections.has("problem"))
      return unobserved(`The sessions on prod could not be seen: ${connections.get("problem")}`)
    const sessions = connections.all("session")
    const others = [...new Set(sessions.filter((user) => user !== settings.databaseRole))]
    return all(
      expectStatus("GET /results on prod", readAnswer(connections.get("answer")), 200, {
        message: "The service on prod has no way into its database: GET /results fails.",
        ...(access.get("way") === "url" ? {} : { excerpt: `psql with this DATABASE_URL: ${access.get("urlproblem")}` }),
      }),
      expect(others.length === 0, {
        message: `The service on prod connects as ${others.join(" and ")}.`,
        expected: settings.databaseRole,
        actual: others.join(", "),
        hint: "DATABASE_URL has to name the role of the application; then restart the service.",
      }),
      expect(sessions.length > 0, {
        message: "A request to prod opens no session in its database.",
        expected: `a session of ${settings.databaseRole} in pg_stat_activity`,
        actual: "none of the service's process",
      }),
    )
  },
  hint: "Neither systemd nor `node --env-file` expands ${DB_PASSWORD} inside .env: write the literal URL on the host, or compose it in code; percent-encode special characters. Then restart the service.",
})
