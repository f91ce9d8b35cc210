import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, pass, type Verdict } from "../../src/engine/verdict.js"
import { lenient } from "../library/command.js"
import { devToProd } from "../library/dev-to-prod.js"
import { machine } from "../library/machine.js"
import { isSocket, serverUnits, type ServerUnit } from "../library/server-units.js"
import { sshServer, type Server } from "../library/sshd.js"
import { offered } from "../library/way-verdicts.js"

/** A second may lie between the end of an edit and the clock's next tick. */
const TICK_S = 1

export default defineCheck({
  id: "b1.sshd-active",
  title: "prod's SSH server is active, and has read the settings that are there now",
  host: "prod",
  probes: (context) => ({
    prod: machine("prod", context),
    server: sshServer(context),
    way: lenient(devToProd(context)),
  }),
  judge: ({ prod, server, way }) => {
    const units = serverUnits(prod)
    const active = units.filter((unit) => unit.active === "active" || unit.active === "reloading")
    return all(
      expect(server.refused === "", {
        message: "The SSH server cannot read its settings: the next restart will fail.",
        expected: "`sshd -t` says nothing",
        actual: server.refused,
        hint: "Mend the line while a session is still open, and try `sudo sshd -t` before you restart. Locked out: restore the snapshot.",
      }),
      expect(active.length > 0, {
        message: "No unit of the SSH server is active.",
        expected: "ssh.service or ssh.socket active",
        actual: units.map(({ id, active: state }) => `${id} ${state}`).join(", ") || "(no unit)",
        hint: "`sudo systemctl enable --now ssh`, then `systemctl status ssh`.",
      }),
      () => (way && offered(way).includes("password") ? elsewhere(active, server) : isUpToDate(active, server)),
    )
  },
  hint: "`sudo systemctl restart ssh`, then `systemctl status ssh` says active (running).",
})

function isUpToDate(active: readonly ServerUnit[], server: Server): Verdict {
  return expect(hasReadAll(active, server), {
    message: "The settings were changed after the SSH server had started.",
    expected: `a restart after ${date(server.changed.at)}`,
    actual: `started ${date(Math.max(0, ...active.filter((unit) => !isSocket(unit)).map(({ since }) => since)))}`,
    excerpt: server.changed.file,
    hint: "`sudo systemctl restart ssh`: until then, the old settings hold.",
  })
}

/** That passwords are still offered is told where they are tried. */
function elsewhere(active: readonly ServerUnit[], server: Server): Verdict {
  return hasReadAll(active, server) ? pass() : consequenceOf("b1.password-off-live")
}

/** A server that is started for whoever comes reads its settings each time. */
function hasReadAll(active: readonly ServerUnit[], { changed, restarted }: Server): boolean {
  const servers = active.filter((unit) => !isSocket(unit))
  return restarted || servers.length === 0 || servers.some(({ since }) => since + TICK_S >= changed.at)
}

function date(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
