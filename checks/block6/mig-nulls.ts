import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, unobserved } from "../../src/engine/verdict.js"
import { clientAddresses } from "../library/client-addresses.js"

export default defineCheck({
  id: "b6.mig-nulls",
  title: "On prod old rows have no address, newer ones have, and none is gone",
  host: "prod",
  optional: true,
  needs: ["b6.mig-applied"],
  probes: (context) => ({ rows: clientAddresses(context) }),
  judge: ({ rows }) => {
    if (rows.has("problem")) return unobserved(`The rows on prod could not be looked at: ${rows.get("problem")}`)
    if (!rows.has("column")) return consequenceOf("b6.mig-applied")
    const [without = 0, having = 0, lastWithout = 0, firstWith = 0] = rows.get("summary").split("|").map(Number)
    return all(
      expect(without > 0, {
        message: "No row on prod is older than the migration.",
        expected: "rows without an address",
        actual: `${having} rows, all with one`,
        hint: "The table was dropped and made anew, or old rows were filled in: a migration adds the column and leaves the rows.",
      }),
      expect(having > 0, {
        message: "No row on prod has an address yet.",
        expected: "newer rows with one",
        actual: `${without} rows, none with one`,
        hint: "Restart the service after the migration and send a drawing from dev.",
      }),
      expect(lastWithout < firstWith, {
        message: "On prod rows without an address come after rows that have one.",
        expected: "the address is stored from the migration on",
        actual: `row ${lastWithout} has none, row ${firstWith} has one`,
        hint: "Some path through the service still stores rows without the address.",
      }),
    )
  },
  hint: "SELECT id, client_ip FROM predictions ORDER BY id: old rows NULL, newer ones filled.",
})
