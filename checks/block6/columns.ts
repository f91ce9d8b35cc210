import { defineCheck } from "../../src/engine/check.js"
import { all, expect, pass, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { databaseAsRole, insideDatabase, TABLE } from "../library/database-role.js"

interface Column {
  name: string
  type: string
  required: boolean
  filled: boolean
  key: boolean
}

const TEXT = /^(text|character varying(\(\d+\))?|citext)$/
const WANTED: Record<string, { type: RegExp; called: string; required: boolean }> = {
  id: { type: /^(small|big)?int(eger)?$/, called: "integer", required: true },
  prediction: { type: TEXT, called: "text", required: true },
  confidence: { type: /^(double precision|numeric)$/, called: "double precision", required: true },
  model_version: { type: TEXT, called: "text", required: true },
  created_at: {
    type: /^timestamp(\(\d\))? with(out)? time zone$/,
    called: "timestamp with time zone",
    required: false,
  },
}

export default defineCheck({
  id: "b6.columns",
  title: "The table predictions has the columns of the lecture on both machines",
  host: "dev",
  points: 2,
  needs: ["b6.table-dev"],
  probes: (context) => ({ dev: databaseAsRole(context, "dev"), prod: databaseAsRole(context, "prod") }),
  judge: ({ dev, prod }) => all(judge("dev", dev), () => judge("prod", prod)),
  hint: "id integer primary key that fills itself; prediction text, confidence double precision, model_version text, all NOT NULL; created_at timestamptz with a default.",
})

function judge(host: "dev" | "prod", access: Facts): Verdict {
  return insideDatabase(host, access, () => {
    const columns = access.all("column").map(read)
    // Whether there is a table is told by the checks b6.table-dev and b6.table-prod.
    if (columns.length === 0) return pass()
    const named = new Map(columns.map((column) => [column.name, column]))
    const missing = Object.keys(WANTED).filter((name) => !named.has(name))
    const id = named.get("id")
    const demanding = columns.filter(({ name, required, filled }) => !(name in WANTED) && required && !filled)
    return all(
      expect(missing.length === 0, {
        message: `The table ${TABLE} on ${host} lacks ${missing.join(", ")}.`,
        expected: Object.keys(WANTED).join(", "),
        actual: [...named.keys()].join(", "),
      }),
      ...columns.map(({ name, type }) =>
        expect(!(name in WANTED) || WANTED[name]?.type.test(type) === true, {
          message: `The column ${name} on ${host} is of type ${type}.`,
          expected: WANTED[name]?.called ?? "",
          actual: type,
        }),
      ),
      ...columns.map(({ name, required }) =>
        expect(required || WANTED[name]?.required !== true, {
          message: `The column ${name} on ${host} may be NULL.`,
          expected: `${name} ... NOT NULL`,
          actual: "no NOT NULL",
          hint: `\`ALTER TABLE ${TABLE} ALTER COLUMN ${name} SET NOT NULL\`, and the same where the table is declared.`,
        }),
      ),
      expect(id?.key === true, {
        message: `The column id on ${host} is not the primary key.`,
        expected: "PRIMARY KEY",
        actual: "an ordinary column",
      }),
      expect(id?.filled === true, {
        message: `The column id on ${host} does not fill itself.`,
        expected: "serial or GENERATED ... AS IDENTITY",
        actual: "no default",
      }),
      expect(demanding.length === 0, {
        message: `The table on ${host} demands further values: ${demanding.map(({ name }) => name).join(", ")}.`,
        expected: "further columns may be NULL or have a default",
        actual: demanding.map(({ name }) => `${name} NOT NULL`).join(", "),
        hint: "A row of the lecture's five columns can then not be stored: drop NOT NULL, or give a default.",
      }),
    )
  })
}

/** `name|type|not null|has default|is primary key`, booleans as t and f. */
function read(line: string): Column {
  const [name = "", type = "", required, filled, key] = line.split("|")
  return { name, type, required: required === "t", filled: filled === "t", key: key === "t" }
}
