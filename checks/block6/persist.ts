import { defineCheck } from "../../src/engine/check.js"
import { lines, sh } from "../../src/engine/shell.js"
import { token } from "../../src/engine/random.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { drawDigit } from "../library/drawing.js"
import { parseJson, isObject } from "../library/http.js"
import { keptRows } from "../library/kept-rows.js"
import { idsOf } from "../library/results.js"
import { rowRequests } from "../library/row-requests.js"

export default defineCheck({
  id: "b6.persist",
  title: "Rows on prod survive a restart of the service",
  host: "prod",
  points: 2,
  needs: ["b6.row-per-classify", "b5.active"],
  probes: (context) => ({
    restart: facts(
      "prod",
      lines(
        rowRequests(context, "prod", "persist"),
        keptRows,
        sh`
trap 'give_back; forget; rm -rf -- "$work"' EXIT
keep_rows || { fact problem 'the rows could not be copied'; exit 0; }
send ${JSON.stringify({ pixels: drawDigit("8", token(context.runSeed, "persist")) })}
[ "$code" = 200 ] || { fact problem "a drawing was answered $code"; exit 0; }
mark "$before"
ids=\${mine#0,}
keep_rows
systemctl restart ${`${context.settings.unit}.service`} || { fact problem 'the service does not start again'; exit 0; }
for attempt in $(seq 60); do
  fetch /health
  [ "$code" = 200 ] && break
  sleep 0.5
done
fact up "$code"
fetch /results
fact results "$answer"
fact id "\${ids%%,*}"
fact there "$(sql -c "SELECT count(*) FROM predictions WHERE id IN ($ids)" 2>/dev/null)"
give_back
fact lost "$lost"
exit 0`,
      ),
      { as: "root", effects: "restarts the service on prod", timeoutMs: 90_000 },
    ),
  }),
  judge: ({ restart }) => {
    if (restart.has("problem")) return unobserved(`A restart on prod could not be tried: ${restart.get("problem")}.`)
    const body = parseJson(restart.get("results"))
    const id = restart.number("id")
    return all(
      expect(restart.get("up") === "200", {
        message: "After a restart the service on prod does not answer.",
        expected: "GET /health answers 200",
        actual: `HTTP ${restart.get("up")}`,
        hint: "`journalctl -u pixelwise -n 20` on prod says why.",
      }),
      expect(restart.get("there") === "1" && restart.get("lost") === "0", {
        message: "A restart of the service on prod loses rows.",
        expected: "the same rows as before",
        actual: `${restart.get("lost") || "all"} rows lost (they were put back)`,
        hint: "Something drops or empties the table when the service starts: create what is missing and nothing else.",
      }),
      expect(isObject(body) && idsOf(body).includes(id), {
        message: "After a restart GET /results no longer lists the row that was stored before.",
        expected: `the row ${id}`,
        actual: isObject(body) ? `rows ${idsOf(body).slice(0, 8).join(", ")}` : "no list",
        hint: "Answer from the table, not from a list in memory.",
      }),
    )
  },
  hint: "Keep the rows in PostgreSQL and read them from there.",
})
