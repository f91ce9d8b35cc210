import { defineCheck } from "../../src/engine/check.js"
import { databaseServer, judgeRole } from "../library/database-server.js"

export default defineCheck({
  id: "b6.role-prod",
  title: "The role of the application on prod may log in and nothing more",
  host: "prod",
  needs: ["b6.pg-prod"],
  probes: (context) => ({ server: databaseServer(context, "prod") }),
  judge: ({ server }, context) => judgeRole("prod", server, context),
  hint: "Give DB_PASSWORD a value in .env on prod and run ./setup-server.sh.",
})
