import { defineCheck } from "../../src/engine/check.js"
import { databaseServer, judgeDatabase } from "../library/database-server.js"

export default defineCheck({
  id: "b6.db-prod",
  title: "The database of the application on prod belongs to its role",
  host: "prod",
  needs: ["b6.role-prod"],
  probes: (context) => ({ server: databaseServer(context, "prod") }),
  judge: ({ server }, context) => judgeDatabase("prod", server, context),
  hint: "Let the stanza of setup-server.sh create the database with the role as its owner.",
})
