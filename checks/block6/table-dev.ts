import { defineCheck } from "../../src/engine/check.js"
import { databaseAsRole, insideDatabase } from "../library/database-role.js"
import { judgeTable } from "../library/table-owner.js"

export default defineCheck({
  id: "b6.table-dev",
  title: "The table predictions is on dev and belongs to the role",
  host: "dev",
  needs: ["b6.db-dev"],
  probes: (context) => ({ access: databaseAsRole(context, "dev") }),
  judge: ({ access }, context) => insideDatabase("dev", access, () => judgeTable("dev", access, context)),
  hint: "Run the script that creates the schema from the root of the repository on dev.",
})
