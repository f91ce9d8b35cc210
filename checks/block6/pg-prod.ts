import { defineCheck } from "../../src/engine/check.js"
import { databaseServer, judgeServer } from "../library/database-server.js"

export default defineCheck({
  id: "b6.pg-prod",
  title: "PostgreSQL is installed and runs on prod",
  host: "prod",
  probes: (context) => ({ server: databaseServer(context, "prod") }),
  judge: ({ server }) => judgeServer("prod", server),
  hint: "Pull on prod and run ./setup-server.sh there.",
})
