import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { envContract, SECRET } from "../library/env-contract.js"

const FAULTS: Record<string, string> = {
  lower: "written in lower case",
  blanks: "with blanks around the =",
  export: "with export in front",
  indented: "indented",
}

export default defineCheck({
  id: "b3.example-keys",
  title: "The committed .env.example names SECRET_API_KEY and DEBUG",
  host: "dev",
  probes: (context) => ({ contract: envContract(context, "dev") }),
  judge: ({ contract }) => {
    if (!contract.has("repository")) return consequenceOf("b3.script-root")
    const wanted = [SECRET, "DEBUG"]
    const missing = wanted.filter((name) => !contract.all("key").includes(name))
    const bad = contract
      .all("badkey")
      .map((line) => line.split(" "))
      .filter(([name = ""]) => missing.includes(name.toUpperCase()))
    return all(
      expect(contract.has("example"), {
        message: "No commit of dev's branch holds .env.example.",
        expected: ".env.example",
        actual: contract.get("misnamed") || "(none)",
        ...(contract.get("misnamed") !== "" && {
          hint: `Rename it: \`git mv ${contract.get("misnamed")} .env.example\`.`,
        }),
      }),
      expect(bad.length === 0, {
        message: "Lines of the example are written in a way that not every reader accepts.",
        expected: "NAME=value",
        actual: bad.map(([name, how = ""]) => `${name} ${FAULTS[how] ?? how}`).join(", "),
        hint: "Shell and systemd want upper case, nothing in front of the name and no blank on either side of the =.",
      }),
      expect(missing.length === 0, {
        message: `The example does not name ${missing.join(" and ")}.`,
        expected: wanted.join(", "),
        actual: contract.all("key").join(", ") || "(none)",
      }),
    )
  },
  hint: "Write the lines `SECRET_API_KEY=replace-me` and `DEBUG=true` into .env.example, and commit it.",
})
