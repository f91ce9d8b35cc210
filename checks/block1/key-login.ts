import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, fail, pass, unobserved } from "../../src/engine/verdict.js"
import { isAuthorized } from "../library/authorized-key.js"
import { lenient } from "../library/command.js"
import { keyMode, keyType } from "../library/dev-keys.js"
import { devToProd } from "../library/dev-to-prod.js"
import { sshServer } from "../library/sshd.js"
import { answersPing, opensByKey } from "../library/way-verdicts.js"

/** A login that works needs no further proof; one that does not is told once, by the first thing on its way that is wrong. */
export default defineCheck({
  id: "b1.key-login",
  title: "dev gets into prod without a prompt",
  host: "dev",
  points: 2,
  probes: (context) => ({ way: devToProd(context), server: lenient(sshServer(context)) }),
  judge: ({ way, server }, context) => {
    const verdict = opensByKey(way)
    if (verdict.status === "pass") return pass()
    const said = way.get("said")
    if (!/denied|verification|permissions|passphrase/i.test(said))
      return answersPing(way).status === "pass"
        ? unobserved(`The SSH server of prod does not answer dev: ${said || "it said nothing in 12 seconds"}`)
        : consequenceOf("b1.ping")
    if (keyType(way).status !== "pass") return consequenceOf("b1.key-type")
    if (/verification failed/i.test(said))
      return fail({
        message: "dev does not know prod by the host key that it shows.",
        expected: "the key of known_hosts",
        actual: said,
        hint: "After a restored or rebuilt machine: compare the fingerprint at prod's console, then `ssh-keygen -R` with prod's address, and log in once.",
      })
    const causes = [
      ["b1.key-mode", keyMode(way)],
      ...(server ? [["b1.authorized-key", isAuthorized(way, server, context)] as const] : []),
    ] as const
    const cause = causes.find(([, each]) => each.status !== "pass")
    return cause ? consequenceOf(cause[0]) : verdict
  },
  hint: "`ssh -v` from dev to prod tells which key is shown and what prod says. A key with a passphrase needs an agent that holds it: `ssh-add`.",
})
