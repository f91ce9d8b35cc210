import { sh, type ShellText } from "../../src/engine/shell.js"
import { TABLE } from "./database-role.js"

/**
 * Defines `keep_rows`, which copies all rows beside the database, and `give_back`, which puts those back that got lost since. For probes
 * that run what a student wrote, which might drop the table. Needs `sql` and the folder `$work`; sets `lost` to how many rows were gone.
 */
export const keptRows: ShellText = sh`
keep_rows() {
  kept_columns=$(sql -c ${`SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = to_regclass('${TABLE}') AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`}) &&
    sql -c "COPY ${{ shell: TABLE }} ($kept_columns) TO STDOUT" >"$work/rows" && kept_ids=$(sql -c ${`SELECT id FROM ${TABLE}`} | sort)
}
give_back() {
  [ -n "\${kept_columns:-}" ] || return 0
  lost=$(comm -23 <(echo "$kept_ids") <(sql -c ${`SELECT id FROM ${TABLE}`} 2>/dev/null | sort) | grep -c .)
  [ "$lost" = 0 ] && return 0
  {
    echo "CREATE TEMPORARY TABLE course_kept AS SELECT * FROM ${{ shell: TABLE }} LIMIT 0;"
    echo "COPY course_kept ($kept_columns) FROM STDIN;"
    cat "$work/rows"
    echo '\.'
    echo "INSERT INTO ${{ shell: TABLE }} ($kept_columns) SELECT $kept_columns FROM course_kept WHERE id NOT IN (SELECT id FROM ${{ shell: TABLE }});"
    echo "SELECT setval(pg_get_serial_sequence('${{ shell: TABLE }}', 'id'), max(id)) FROM ${{ shell: TABLE }};"
  } | sql -f - >/dev/null
}`
