import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { databaseDriver } from "../library/database-driver.js"

export default defineCheck({
  id: "b6.pins",
  title: "The driver of the database is pinned on dev and installed on prod",
  host: "dev",
  probes: (context) => ({ pinned: databaseDriver(context, "dev"), installed: databaseDriver(context, "prod") }),
  judge: ({ pinned, installed }, { track }) => {
    const pins = new Map(pinned.all("pin").map((line) => line.split(" ") as [string, string]))
    const there = new Map(installed.all("installed").map((line) => line.split(" ") as [string, string]))
    const drivers = [...pins.keys()]
    const loose = drivers.filter((name) => !/^\d+(\.\d+)*([.+-]?[a-z0-9.]+)?$/i.test(pins.get(name) ?? ""))
    if (drivers.length === 0)
      return fail({
        message: "The committed packages name no driver for PostgreSQL.",
        expected: track === "python" ? "sqlalchemy and psycopg2-binary" : "pg",
        actual: "(none)",
      })
    const differs = drivers.filter((name) => there.get(name) !== pins.get(name))
    return all(
      expect(loose.length === 0, {
        message: `${loose.join(", ")} is not pinned to one version.`,
        expected: "an exact version",
        actual: loose.map((name) => `${name} ${pins.get(name)}`).join(", "),
      }),
      expect(differs.length === 0, {
        message: `prod has not installed ${differs.join(", ")} as it is pinned.`,
        expected: differs.map((name) => `${name} ${pins.get(name)}`).join(", "),
        actual: differs.map((name) => `${name} ${there.get(name) ?? "missing"}`).join(", "),
        hint: "Pull on prod, then install: `npm ci`, or `.venv/bin/pip install -r requirements.txt`. Without its driver the service ends with an import error after the next restart.",
      }),
    )
  },
  hint: "Install it with an exact version (`npm install --save-exact pg`, or `pip install` and `pip freeze`), and commit the files that pin.",
})
