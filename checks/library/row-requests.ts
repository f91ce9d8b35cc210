import type { Context } from "../../src/engine/context.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { databaseAccess } from "./database-access.js"
import { clientAddress } from "./keyed-requests.js"
import { TABLE } from "./database-role.js"

/** A row as the database tells it, with its age by the server's clock: `created_at` without a zone is read as UTC. */
const ROW = `json_build_object('id', id, 'prediction', prediction, 'confidence', confidence, 'model_version', model_version,
  'age', round((extract(epoch FROM clock_timestamp()) - extract(epoch FROM created_at))::numeric, 3), 'row', row_to_json(p)::text)`

/** How near to the answered confidence a row of prod has to be to count as the answer's. */
export const NEAR = 0.005

/**
 * Shell text for probes that hold answers of the service against rows of its database, on the same host:
 * `send BODY [CURL ARGUMENT...]` posts to /classify with the key of `.env` (never in an argument) and sets `code` and `answer`;
 * `fetch PATH` gets; `count` and `last` tell the state of the table; `rows_after ID` prints the rows that came since, one JSON a line.
 * `mark ID` notes the rows that came since as the check's own: on dev all of them, on prod, which others use as well, those with about
 * the confidence that was answered. They are removed at the end, by id. Ends with `fact problem ...` when the database cannot be seen.
 */
export function rowRequests(context: Context, host: "dev" | "prod", purpose: string): ShellText {
  const port = host === "prod" ? context.settings.prodPort : context.settings.devPort
  const onlyOwn = host === "dev" ? "true" : "false"
  return lines(
    databaseAccess(context, host),
    sh`
if [ "$way" = none ]; then fact problem "\${problem:-no login}"; exit 0; fi
command -v curl >/dev/null || { fact problem 'curl is not installed'; exit 0; }
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
client=${clientAddress(context, purpose)} base=${`http://127.0.0.1:${port}`}
trap 'forget; rm -rf -- "$work"' EXIT
mine=0
env_value "$repo/.env" SECRET_API_KEY
key=\${value//\\/\\\\}; key=\${key//\"/\\\"}
value=
send() {
  local body=$1
  shift
  printf '%s' "$body" >"$work/body"
  : >"$work/answer"
  code=$(printf 'header = "X-API-Key: %s"\n' "$key" | curl --disable -s --config - --interface "$client" --max-time 10 -H 'Content-Type: application/json' --data-binary @"$work/body" -o "$work/answer" -w '%{http_code}' "$@" "$base/classify") || code=000
  answer=$(tr -d '\r\n' <"$work/answer" | head -c 4000)
}
fetch() {
  : >"$work/answer"
  code=$(curl --disable -s --interface "$client" --max-time 10 -o "$work/answer" -w '%{http_code}' "$base$1") || code=000
  answer=$(tr -d '\r\n' <"$work/answer" | head -c 60000)
}
count() { sql -c ${`SELECT count(*) FROM ${TABLE}`}; }
last() { sql -c ${`SELECT coalesce(max(id), 0) FROM ${TABLE}`}; }
rows_after() { sql -c "SELECT ${{ shell: ROW }} FROM ${{ shell: TABLE }} p WHERE id > $1 ORDER BY id"; }
mark() {
  local confidence ids
  confidence=$(sed -nE 's/.*"confidence": ?([0-9][0-9.eE+-]*).*/\1/p' <<<"$answer")
  ids=$(sql -c "SELECT string_agg(id::text, ',') FROM ${{ shell: TABLE }} WHERE id > $1 AND (${{ shell: onlyOwn }} OR abs(confidence - \${confidence:-2}) < ${NEAR})")
  [ -z "$ids" ] || mine=$mine,$ids
}
forget() { [ "$mine" = 0 ] || sql -c "DELETE FROM ${{ shell: TABLE }} WHERE id IN ($mine)" >/dev/null; mine=0; }
before=$(last 2>&1) || { fact problem "the table: \${before##*$'\n'}"; exit 0; }`,
  )
}
