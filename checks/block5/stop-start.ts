import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"

/** Message ids of systemd's journal catalogue (systemd.journal-fields(7), sd-messages.h): a unit has stopped, a unit has started. */
const STOPPED = "9d1aaa27d60140bd96365438aad20286"
const STARTED = "39f53479d3a045ac8e11786248231fbf"

export default defineCheck({
  id: "b5.stop-start",
  title: "The journal shows that the service was stopped and started again",
  host: "prod",
  needs: ["b5.unit-installed"],
  probes: ({ settings }) => ({
    journal: facts(
      "prod",
      sh`
fact readable "$(journalctl -q --no-pager -o cat -n 1 _SYSTEMD_UNIT=init.scope 2>/dev/null | wc -l)"
journalctl -q --no-pager -o json --output-fields=MESSAGE_ID ${`UNIT=${settings.unit}.service`} ${`MESSAGE_ID=${STOPPED}`} ${`MESSAGE_ID=${STARTED}`} 2>/dev/null | tail -n 400 | grep -oE ${`${STOPPED}|${STARTED}`} | sed 's/^/event=/'
exit 0`,
    ),
  }),
  judge: ({ journal }) => {
    const events = journal.all("event")
    const stop = events.indexOf(STOPPED)
    return expect(stop >= 0 && events.lastIndexOf(STARTED) > stop, {
      message:
        stop < 0 ? "The journal knows of no stop of the service." : "The journal knows of no start after the stop.",
      expected: "a stop and a later start",
      actual: `${events.filter((event) => event === STOPPED).length} stops, ${events.filter((event) => event === STARTED).length} starts`,
    })
  },
  hint: "On prod: `sudo systemctl stop pixelwise`, look at the status, `sudo systemctl start pixelwise`, and read `journalctl -u pixelwise`.",
})
