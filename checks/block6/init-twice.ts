import { defineCheck } from "../../src/engine/check.js"
import { lines, sh } from "../../src/engine/shell.js"
import { all, expect, fail, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { databaseAccess } from "../library/database-access.js"
import { TABLE } from "../library/database-role.js"
import { maskFunction } from "../library/env-file.js"
import { keptRows } from "../library/kept-rows.js"
import { nodePath } from "../library/node-path.js"

const HABIT = {
  python: `[ -f init_db.py ] && exec .venv/bin/python init_db.py; exit 97`,
  typescript: `if grep -qs '"migrate"[[:space:]]*:' package.json; then exec npm run --silent migrate
elif [ -f scripts/migrate.ts ]; then exec npx --no-install tsx scripts/migrate.ts; fi; exit 97`,
}
const MISSING = "97"

export default defineCheck({
  id: "b6.init-twice",
  title: "Creating the schema once more succeeds and keeps the rows",
  host: "dev",
  points: 2,
  needs: ["b6.columns"],
  probes: (context) => ({
    runs: facts(
      "dev",
      lines(
        databaseAccess(context, "dev"),
        maskFunction,
        keptRows,
        sh`
if [ "$way" = none ]; then fact problem "\${problem:-no login}"; exit 0; fi
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
added=
trap 'give_back; [ -z "$added" ] || sql -c "DELETE FROM predictions WHERE id = $added" >/dev/null; rm -rf -- "$work"' EXIT
cd "$repo" || exit 0
${nodePath}
added=$(sql -c ${`INSERT INTO ${TABLE} (prediction, confidence, model_version, created_at) VALUES ('1', 0.5, 'v1', now()) RETURNING id`}) || { fact problem 'no row could be added'; exit 0; }
keep_rows || { fact problem 'the rows could not be copied'; exit 0; }
for run in first second; do
  (timeout 60 bash -c ${context.settings.initCommand || HABIT[context.track]}) </dev/null >"$work/log" 2>&1
  status=$?
  fact "$run" "$status"
  [ "$status" = 0 ] || { mask_env .env <"$work/log" | tail -n 5 | sed 's/^/log=/'; break; }
done
give_back
fact lost "\${lost:-unknown}"
exit 0`,
      ),
      { effects: "runs what creates the schema on dev twice", undisturbed: true, timeoutMs: 150_000 },
    ),
  }),
  judge: ({ runs }, { track }) => {
    if (runs.has("problem")) return unobserved(`The table on dev could not be looked at: ${runs.get("problem")}`)
    const failed = ["first", "second"].find((run) => runs.has(run) && runs.get(run) !== "0")
    const status = runs.get(failed ?? "")
    if (status === MISSING)
      return fail({
        message: "There is no script on dev that creates the schema.",
        expected: track === "python" ? "init_db.py" : "scripts/migrate.ts, or `npm run migrate`",
        actual: "(none)",
        hint: "If yours is called otherwise, set `initCommand` under `settings` in course.yaml.",
      })
    return all(
      expect(runs.get("lost") === "0", {
        message: "Creating the schema once more loses rows.",
        expected: "all rows stay",
        actual: `${runs.get("lost")} rows lost (they were put back)`,
        hint: "The script drops the table first: create it only where it is missing (CREATE TABLE IF NOT EXISTS, a journal of migrations, create_all).",
      }),
      expect(failed === undefined, {
        message: "Creating the schema once more fails.",
        expected: "exit status 0",
        actual: `exit status ${status}`,
        excerpt: runs.all("log").join("\n"),
      }),
    )
  },
  hint: "Make it bear a second run: note which migrations were applied, or create only what is missing.",
})
