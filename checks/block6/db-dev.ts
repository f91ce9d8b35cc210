import { defineCheck } from "../../src/engine/check.js"
import { databaseServer, judgeDatabase } from "../library/database-server.js"

export default defineCheck({
  id: "b6.db-dev",
  title: "The database of the application on dev belongs to its role",
  host: "dev",
  needs: ["b6.role-dev"],
  probes: (context) => ({ server: databaseServer(context, "dev") }),
  judge: ({ server }, context) => judgeDatabase("dev", server, context),
  hint: "Let the stanza of setup-server.sh create the database with the role as its owner.",
})
