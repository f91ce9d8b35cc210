import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { devToProd } from "../library/dev-to-prod.js"

export default defineCheck({
  id: "b2.catchup",
  title: "Both machines stand where block 1 ended: ping, login by key, no passwords",
  host: "dev",
  optional: true,
  probes: (context) => ({ way: devToProd(context) }),
  judge: ({ way }) =>
    all(
      expect(way.number("answered") > 0, {
        message: "prod does not answer a ping from dev.",
        expected: "3 answers",
        actual: way.get("answered"),
        hint: "Restore the snapshot B1-complete on both machines, not on one: their addresses belong together.",
      }),
      expect(way.has("login"), {
        message: "dev does not get into prod without a prompt.",
        expected: "a login by key",
        actual: way.get("said") || "(no answer)",
        hint: "A key of dev that prod does not know comes from restoring one machine only: restore B1-complete on both.",
      }),
      expect(!/password|keyboard-interactive/.test(way.get("offers")), {
        message: "prod still offers a login by password.",
        expected: "publickey alone",
        actual: way.get("offers"),
        hint: "Restore B1-complete on prod, or switch passwords off again and restart the SSH server.",
      }),
    ),
  hint: "Restore B1-complete on both machines, then try `ping -c 3` and `ssh` from dev to prod.",
})
