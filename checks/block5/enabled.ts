import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, expect } from "../../src/engine/verdict.js"
import { systemctlShow } from "../library/systemd.js"

export default defineCheck({
  id: "b5.enabled",
  title: "The service starts with the machine",
  host: "prod",
  probes: ({ settings }) => ({ unit: systemctlShow("prod", settings.unit, ["LoadState", "UnitFileState"]) }),
  judge: ({ unit }) =>
    unit.LoadState === "not-found"
      ? consequenceOf("b5.unit-installed")
      : expect(unit.UnitFileState === "enabled" || unit.UnitFileState === "linked-runtime", {
          message: "The service is not enabled: after a reboot it stays down.",
          expected: "enabled",
          actual: unit.UnitFileState || "(no install section)",
        }),
  hint: "On prod: `sudo systemctl enable pixelwise`; the unit needs WantedBy=multi-user.target in [Install].",
})
