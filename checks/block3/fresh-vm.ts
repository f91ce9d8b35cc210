import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { freshLog } from "../library/fresh-log.js"

/** Handed in as a file on the laptop: no third machine is reached. That packages came new shows that the machine was fresh. */
export default defineCheck({
  id: "b3.fresh-vm",
  title: "The log of setup-server.sh on a fresh machine is handed in",
  host: "laptop",
  optional: true,
  probes: (context) => ({ log: freshLog(context) }),
  judge: ({ log }, { settings }) =>
    all(
      expect(log.has("file"), {
        message: "No log of a fresh machine is handed in.",
        expected: `~/${settings.freshLog} on the laptop`,
        actual: "(none)",
      }),
      expect(log.get("lines") !== "0", {
        message: "The log is empty.",
        expected: "what the script printed",
        actual: "no line",
      }),
      expect(log.get("unpacked") !== "0", {
        message: "On that machine nothing was left to install, so it was no fresh one.",
        expected: "packages that APT unpacks",
        actual: `${log.get("lines")} lines without one`,
        hint: "Restore B1-complete on a third machine, clone there, and run the script once.",
      }),
      expect(log.has("status"), {
        message: "The log does not say how the script ended.",
        expected: "exit status 0",
        actual: "no line with an exit status",
      }),
      expect(log.get("status") === "0", {
        message: "On a fresh machine the script fails.",
        expected: "exit status 0",
        actual: `exit status ${log.get("status")}`,
        excerpt: log.all("tail").join("\n"),
        hint: "It leaned on something that dev had by chance: add that to the script, and try on a fresh machine again.",
      }),
    ),
  hint: 'On the third machine: `{ ./setup-server.sh; echo "exit status $?"; } 2>&1 | tee fresh-vm.log`, then copy the file into the laptop\'s home folder.',
})
