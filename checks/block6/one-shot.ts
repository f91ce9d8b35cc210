import { defineCheck } from "../../src/engine/check.js"
import { lines, sh } from "../../src/engine/shell.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { databaseAccess } from "../library/database-access.js"
import { TABLE } from "../library/database-role.js"
import { studentsSudo } from "../library/students-sudo.js"

export default defineCheck({
  id: "b6.one-shot",
  title: "On prod the setup script alone brings a fresh clone to a working table",
  host: "prod",
  optional: true,
  needs: ["b6.table-prod", "b5.active"],
  probes: (context) => ({
    run: facts(
      "prod",
      lines(
        databaseAccess(context, "prod"),
        sh`
[ "$way" = url ] || { fact problem 'DATABASE_URL does not work'; exit 0; }
work=$(mktemp -d /var/tmp/course-XXXXXX) || exit 1
kept=$(printf '%s_kept_by_course' "$database")
unit=${`${context.settings.unit}.service`}
own=$repo`,
        studentsSudo,
        sh`
admin() { runuser -u postgres -- psql -X -q -At -v ON_ERROR_STOP=1 -p "\${db_port:-5432}" -d postgres "$@"; }
has() { [ "$(admin -c "SELECT count(*) FROM pg_database WHERE datname = '$1'")" = 1 ]; }
restore() {
  systemctl stop "$unit"
  if has "$kept"; then
    admin -c "DROP DATABASE IF EXISTS $database WITH (FORCE)" && admin -c "ALTER DATABASE $kept RENAME TO $database"
  fi
  cd / && rm -rf -- "$work"
  systemctl reset-failed "$unit" 2>/dev/null
  systemctl start "$unit"
}
has "$kept" && { fact problem "a database $kept is left from an earlier try"; rm -rf -- "$work"; exit 0; }
trap restore EXIT
systemctl stop "$unit"
admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$database'" >/dev/null
admin -c "ALTER DATABASE $database RENAME TO $kept" 2>/dev/null || { fact problem 'the database could not be put aside'; exit 0; }
fresh=$work/clone
install -d -o "$student" "$fresh"
as_student "$own" git clone -q --no-hardlinks "$own" "$fresh" && install -m 600 -o "$student" "$own/.env" "$fresh/.env" || { fact problem 'the clone could not be made'; exit 0; }
as_student "$fresh" timeout 400 bash ./setup-server.sh </dev/null >"$work/log" 2>&1
fact status "$?"
tail -n 6 "$work/log" | grep -vF -f "$work/password" | sed 's/^/log=/'
fact table "$(sql -c ${`SELECT count(*) FROM ${TABLE}`} 2>&1 | tail -n 1)"
[ -d "$fresh/node_modules" ] || [ -d "$fresh/.venv" ] && fact packages yes
exit 0`,
      ),
      {
        as: "root",
        effects: "puts prod's database aside, runs setup-server.sh in a fresh clone there, and puts it back",
        disruptive: true,
        timeoutMs: 600_000,
      },
    ),
  }),
  judge: ({ run }) => {
    if (run.has("problem")) return unobserved(`A fresh clone on prod could not be tried: ${run.get("problem")}.`)
    const excerpt = run.all("log").join("\n")
    return all(
      expect(run.get("status") === "0", {
        message: "In a fresh clone with .env the setup script fails.",
        expected: "exit status 0",
        actual: `exit status ${run.get("status")}`,
        excerpt,
      }),
      expect(run.has("packages"), {
        message: "In a fresh clone the setup script installs no packages.",
        expected: "node_modules or .venv",
        actual: "(none)",
        excerpt,
      }),
      expect(run.get("table") === "0", {
        message: "After the setup script in a fresh clone there is no table.",
        expected: "an empty table predictions",
        actual: run.get("table"),
        excerpt,
      }),
    )
  },
  hint: "In this order: packages, role and database, pins, schema, service; each step only needs .env.",
})
