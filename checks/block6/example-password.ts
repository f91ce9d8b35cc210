import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { databaseSettings } from "../library/env-files.js"

export default defineCheck({
  id: "b6.example-password",
  title: "The committed example names DB_PASSWORD and leaves it blank",
  host: "dev",
  probes: (context) => ({ files: databaseSettings(context, "dev") }),
  judge: ({ files }) =>
    all(
      expect(files.has("example"), {
        message: "There is no .env.example in the repository.",
        expected: ".env.example",
        actual: "(none)",
      }),
      expect(files.has("examplekey"), {
        message: "The example does not name DB_PASSWORD.",
        expected: "DB_PASSWORD=",
        actual: "no such line",
      }),
      expect(!files.has("examplevalue"), {
        message: "DB_PASSWORD has a value in the example.",
        expected: "DB_PASSWORD= with nothing behind it",
        actual: "a value",
        hint: "Empty it, commit and push. If it is the real one, it stays in the history: change the password on both machines.",
      }),
    ),
  hint: "Add the line `DB_PASSWORD=` to .env.example, commit and push.",
})
