import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"

export default defineCheck({
  id: "b5.unit-installed",
  title: "The installed unit is the one of the repository, and systemd has read it",
  host: "prod",
  points: 2,
  probes: ({ settings }) => ({
    unit: facts(
      "prod",
      sh`
systemctl show ${`${settings.unit}.service`} -p LoadState,FragmentPath,NeedDaemonReload | sed -E 's/^LoadState/load/; s/^FragmentPath/fragment/; s/^NeedDaemonReload/reload/'
fragment=$(systemctl show ${`${settings.unit}.service`} -p FragmentPath --value)
for file in ${settings.prodRepo}/deploy/${settings.unit}.service ${settings.prodRepo}/*/${settings.unit}.service ${settings.prodRepo}/${settings.unit}.service; do
  [ -f "$file" ] || continue
  fact source "$file"
  [ -n "$fragment" ] && { cmp -s "$file" "$fragment" && fact same yes || diff "$file" "$fragment" | head -n 12 | sed -E 's/(Environment=[^=]*=).*/\1***/; s/^/diff=/'; }
  break
done
exit 0`,
    ),
  }),
  judge: ({ unit }, { settings }) =>
    all(
      expect(unit.get("load") !== "not-found" && unit.get("fragment") !== "", {
        message: `prod has no unit ${settings.unit}.service.`,
        expected: `/etc/systemd/system/${settings.unit}.service`,
        actual: "(none)",
      }),
      expect(unit.get("load") === "loaded", {
        message: "systemd cannot load the unit on prod.",
        expected: "LoadState=loaded",
        actual: `LoadState=${unit.get("load")}`,
      }),
      expect(unit.has("source"), {
        message: "The repository on prod holds no unit file to compare with.",
        expected: `deploy/${settings.unit}.service`,
        actual: "(none)",
      }),
      expect(unit.get("same") === "yes", {
        message: "The installed unit differs from the file in the repository.",
        expected: unit.get("source"),
        actual: unit.get("fragment"),
        excerpt: unit.all("diff").join("\n"),
      }),
      expect(unit.get("reload") === "no", {
        message: "The unit was changed and systemd still works with the old one.",
        expected: "no pending daemon-reload",
        actual: "a pending daemon-reload",
        hint: "On prod: `sudo systemctl daemon-reload && sudo systemctl restart pixelwise`, or run ./setup-server.sh, which does both.",
      }),
    ),
  hint: "Change the unit on dev, push, pull on prod, and run ./setup-server.sh there: it copies the file and reloads systemd.",
})
