import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { command, facts, lenient } from "../library/command.js"

const WITHIN_SECONDS = 10

export default defineCheck({
  id: "b5.restart-after-kill",
  title: "systemd starts the service again after it was killed",
  host: "prod",
  points: 3,
  needs: ["b5.unit-fields", "b5.active", "b5.runs-as"],
  probes: ({ settings }) => ({
    kill: facts(
      "prod",
      sh`
unit=${`${settings.unit}.service`}
pid=$(systemctl show "$unit" -p MainPID --value)
before=$(systemctl show "$unit" -p NRestarts --value)
[ "\${pid:-0}" -gt 1 ] || { fact problem "the service has no main process"; exit 0; }
kill -KILL "$pid" || { fact problem "the process could not be killed"; exit 0; }
fact killed yes
for attempt in $(seq ${WITHIN_SECONDS * 4}); do
  sleep 0.25
  now=$(systemctl show "$unit" -p MainPID --value)
  [ "\${now:-0}" -gt 1 ] && [ "$now" != "$pid" ] || continue
  fact restarted yes
  up=yes
  break
done
for attempt in $(seq \${up:+32}); do
  (exec 3<>/dev/tcp/127.0.0.1/${settings.prodPort}) 2>/dev/null && { fact answers yes; break; }
  sleep 0.25
done
fact state "$(systemctl show "$unit" -p ActiveState --value)"
fact counted $(($(systemctl show "$unit" -p NRestarts --value) - before))
exit 0`,
      { effects: "kills the service on prod and waits for systemd to start it again", timeoutMs: 40_000 },
    ),
    restore: lenient(
      command(
        "prod",
        sh`systemctl is-active -q ${settings.unit} || { systemctl reset-failed ${settings.unit}; systemctl start ${settings.unit}; }`,
        {
          as: "root",
          effects: "starts the service on prod again should it have stayed down",
          timeoutMs: 30_000,
        },
      ),
    ),
  }),
  judge: ({ kill, restore }) => {
    if (!kill.has("killed")) return unobserved(`The service on prod could not be killed: ${kill.get("problem")}.`)
    const down = restore?.exitCode === 0 ? "" : " It is down now: start it with `sudo systemctl start pixelwise`."
    return all(
      expect(kill.has("restarted"), {
        message: `After a kill the service stays down.${down}`,
        expected: `a new process within ${WITHIN_SECONDS} s`,
        actual: kill.get("state"),
      }),
      expect(kill.number("counted") >= 1, {
        message: "The service came back, but systemd did not restart it.",
        expected: "restart counter + 1",
        actual: `+ ${kill.number("counted")}`,
      }),
      expect(kill.has("answers"), {
        message: "The restarted service does not answer on its port.",
        expected: "a listening port within 8 s",
        actual: "nothing listens",
      }),
    )
  },
  hint: "Set Restart=always and RestartSec=3. If the start limit was hit: `sudo systemctl reset-failed pixelwise`, then read the journal.",
})
