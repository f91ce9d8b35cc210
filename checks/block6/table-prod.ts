import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { databaseAsRole, insideDatabase } from "../library/database-role.js"
import { judgeTable } from "../library/table-owner.js"

export default defineCheck({
  id: "b6.table-prod",
  title: "prod has the same table as dev",
  host: "prod",
  needs: ["b6.db-prod", "b6.columns"],
  probes: (context) => ({ dev: databaseAsRole(context, "dev"), prod: databaseAsRole(context, "prod") }),
  judge: ({ dev, prod }, context) =>
    insideDatabase("prod", prod, () =>
      all(
        () => judgeTable("prod", prod, context),
        () => {
          const [here, there] = [prod.all("column").sort(), dev.all("column").sort()]
          if (there.length === 0) return consequenceOf("b6.table-dev")
          return expect(here.join("\n") === there.join("\n"), {
            message: "The tables on dev and prod differ.",
            expected: `as on dev: ${names(there.filter((column) => !here.includes(column))) || "no more columns"}`,
            actual: `on prod: ${names(here.filter((column) => !there.includes(column))) || "without them"}`,
          })
        },
      ),
    ),
  hint: "Pull on prod, install the pins and run the script that creates the schema there too.",
})

/** `name|type|not null|has default|is primary key` as a person reads it. */
function names(columns: string[]): string {
  return columns.map((column) => column.split("|").slice(0, 2).join(" ")).join(", ")
}
