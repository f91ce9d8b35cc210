import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"

export default defineCheck({
  id: "b5.reboot",
  title: "After a reboot of prod the service answers without a login",
  host: "prod",
  optional: true,
  needs: ["b5.enabled", "b5.active"],
  probes: ({ settings }) => ({
    after: facts(
      "prod",
      sh`
for attempt in $(seq 120); do
  (exec 3<>/dev/tcp/127.0.0.1/${settings.prodPort}) 2>/dev/null && { fact answers yes; break; }
  sleep 0.25
done
fact state "$(systemctl show ${`${settings.unit}.service`} -p ActiveState --value)"`,
      { reboots: true, effects: "reboots prod", disruptive: true, timeoutMs: 180_000 },
    ),
  }),
  judge: ({ after }) =>
    expect(after.has("answers"), {
      message: "After the reboot the service does not answer.",
      expected: "a listening port within 30 s",
      actual: after.get("state") || "nothing",
    }),
  hint: "Enable the unit (`sudo systemctl enable pixelwise`) and start nothing by hand that it needs.",
})
