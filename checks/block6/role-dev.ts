import { defineCheck } from "../../src/engine/check.js"
import { databaseServer, judgeRole } from "../library/database-server.js"

export default defineCheck({
  id: "b6.role-dev",
  title: "The role of the application on dev may log in and nothing more",
  host: "dev",
  needs: ["b6.pg-dev"],
  probes: (context) => ({ server: databaseServer(context, "dev") }),
  judge: ({ server }, context) => judgeRole("dev", server, context),
  hint: "Give DB_PASSWORD a value in .env on dev and run ./setup-server.sh.",
})
