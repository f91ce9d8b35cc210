import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { systemctlShow } from "../library/systemd.js"

export default defineCheck({
  id: "b5.dev-skips",
  title: "dev has no unit of the service",
  host: "dev",
  needs: ["b5.script-stanza"],
  probes: ({ settings }) => ({ unit: systemctlShow("dev", settings.unit, ["LoadState", "FragmentPath"]) }),
  judge: ({ unit }) =>
    expect(unit.LoadState === "not-found", {
      message: "The unit of the service is installed on dev.",
      expected: "no such unit on dev",
      actual: unit.FragmentPath || unit.LoadState,
    }),
  hint: "The stanza must run only where the account of the service exists; on dev remove the unit: `sudo systemctl disable --now pixelwise; sudo rm /etc/systemd/system/pixelwise.service; sudo systemctl daemon-reload`.",
})
