import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { databaseSettings } from "../library/env-files.js"

export default defineCheck({
  id: "b6.url-config",
  title: "DATABASE_URL stands in the example and in .env of both machines",
  host: "dev",
  probes: (context) => ({ dev: databaseSettings(context, "dev"), prod: databaseSettings(context, "prod") }),
  judge: ({ dev, prod }) => {
    const places: [string, boolean][] = [
      [".env.example", dev.has("exampleurl")],
      [".env on dev", dev.has("url")],
      [".env on prod", prod.has("url")],
    ]
    const missing = places.filter(([, there]) => !there).map(([place]) => place)
    return all(
      expect(missing.length === 0, {
        message: `DATABASE_URL is missing in ${missing.join(" and ")}.`,
        expected: places.map(([place]) => place).join(", "),
        actual: `not in ${missing.join(", ")}`,
      }),
      expect(!dev.has("examplecopy") && !prod.has("examplecopy"), {
        message: "The DATABASE_URL of the example holds a password.",
        expected: "a URL without a password, or with a reference to DB_PASSWORD",
        actual: "a literal password",
        hint: "Leave it out of the example's URL; if it is a real one, change it on the machines: the history keeps it.",
      }),
    )
  },
  hint: "Write `DATABASE_URL=postgresql://pixelwise@localhost:5432/pixelwise` into all three; the password belongs only into the two .env files.",
})
