import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, fail, unobserved } from "../../src/engine/verdict.js"
import { lenient } from "../library/command.js"
import { devToProd } from "../library/dev-to-prod.js"
import { passwordsOff } from "../library/password-settings.js"
import { sshServer } from "../library/sshd.js"
import { answersPing, offered, refusesPasswords } from "../library/way-verdicts.js"

/** Asked from dev, as somebody who has no key: what the server says then is what counts, whatever its files say. */
export default defineCheck({
  id: "b1.password-off-live",
  title: "prod offers nobody a login by password",
  host: "prod",
  points: 2,
  probes: (context) => ({ way: devToProd(context), server: lenient(sshServer(context)) }),
  judge: ({ way, server }) => {
    if (offered(way).length === 0)
      return answersPing(way).status === "pass"
        ? unobserved("The SSH server of prod does not tell dev what it offers.")
        : consequenceOf("b1.ping")
    const verdict = refusesPasswords(way)
    if (verdict.status === "pass" || !server || !offered(way).includes("password")) return verdict
    const settings = passwordsOff(server)
    if (settings.status === "fail") return consequenceOf("b1.password-off-config")
    if (settings.status !== "pass") return verdict
    return fail({
      message: "prod offers passwords although its settings do not: the SSH server runs with older ones.",
      expected: "publickey alone",
      actual: offered(way).join(", "),
      hint: "`sudo systemctl restart ssh` on prod, with a second session open until a new login works.",
    })
  },
  hint: "Switch passwords off, restart the SSH server, and try from dev: `ssh -o PreferredAuthentications=none` names what is left.",
})
