import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { devToProd } from "../library/dev-to-prod.js"
import { answersPing, opensByKey, refusesPasswords } from "../library/way-verdicts.js"

export default defineCheck({
  id: "b2.catchup",
  title: "Both machines stand where block 1 ended: ping, login by key, no passwords",
  host: "dev",
  optional: true,
  probes: (context) => ({ way: devToProd(context) }),
  judge: ({ way }) =>
    all(
      answersPing(way, {
        hint: "Restore the snapshot B1-complete on both machines, not on one: their addresses belong together.",
      }),
      opensByKey(way, {
        hint: "A key of dev that prod does not know comes from restoring one machine only: restore B1-complete on both.",
      }),
      refusesPasswords(way, {
        hint: "Restore B1-complete on prod, or switch passwords off again and restart the SSH server.",
      }),
    ),
  hint: "Restore B1-complete on both machines, then try `ping -c 3` and `ssh` from dev to prod.",
})
