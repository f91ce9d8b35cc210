import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { unitFileOnDev } from "../library/unit-file.js"

const SECRET_NAME = /KEY|SECRET|PASS|TOKEN|CREDENTIAL|DATABASE_URL/i

export default defineCheck({
  id: "b5.unit-no-secret",
  title: "The unit file holds no secret",
  host: "dev",
  needs: ["b5.unit-tracked"],
  probes: (context) => ({ unit: unitFileOnDev(context) }),
  judge: ({ unit }) => {
    const secrets = unit.all("environment").filter((name) => SECRET_NAME.test(name))
    return expect(secrets.length === 0, {
      message: "The unit file sets a secret itself.",
      expected: "secrets by EnvironmentFile only",
      actual: `Environment=${secrets.join(", ")}`,
    })
  },
  hint: "Move it to .env on the host and name that file with EnvironmentFile; a key that was committed is known, so choose a new one.",
})
