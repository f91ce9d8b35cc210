import { defineCheck } from "../../src/engine/check.js"
import { databaseServer, judgeServer } from "../library/database-server.js"

export default defineCheck({
  id: "b6.pg-dev",
  title: "PostgreSQL is installed and runs on dev",
  host: "dev",
  probes: (context) => ({ server: databaseServer(context, "dev") }),
  judge: ({ server }) => judgeServer("dev", server),
  hint: "Let setup-server.sh install `postgresql`, and run it on dev.",
})
