import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, expectEqual } from "../../src/engine/verdict.js"
import { systemctlShow } from "../library/systemd.js"

export default defineCheck({
  id: "b5.unit-fields",
  title: "The unit names account, folder, environment file and restart policy",
  host: "prod",
  points: 2,
  probes: ({ settings }) => ({
    unit: systemctlShow("prod", settings.unit, [
      "LoadState",
      "User",
      "WorkingDirectory",
      "EnvironmentFiles",
      "Restart",
      "RestartUSec",
      "ExecStart",
    ]),
  }),
  judge: ({ unit }, { settings }) => {
    if (unit.LoadState === "not-found") return consequenceOf("b5.unit-installed")
    const { path, argv } = readExecStart(unit.ExecStart)
    const files = unit.EnvironmentFiles.split(" ").filter((word) => word.startsWith("/"))
    const below = (file: string): boolean => file.startsWith(`${settings.prodRepo}/`)
    const entry = argv.slice(1).find((word) => !word.startsWith("-")) ?? ""
    return all(
      expectEqual("User", unit.User, settings.serviceUser),
      expectEqual("WorkingDirectory", unit.WorkingDirectory.replace(/(.)\/$/, "$1"), settings.prodRepo),
      expect(files.includes(`${settings.prodRepo}/.env`), {
        message: "The unit does not read .env.",
        expected: `EnvironmentFile=${settings.prodRepo}/.env`,
        actual: files.join(" ") || "(no EnvironmentFile)",
      }),
      expectEqual("Restart", unit.Restart, "always", {
        hint: "With Restart=always systemd starts the service again whatever ended it. Set it in deploy/pixelwise.service, and run ./setup-server.sh on prod.",
      }),
      expectEqual("RestartUSec", unit.RestartUSec, "3s", {
        hint: "Set RestartSec=3: long enough not to run into the start limit, short enough to be missed by nobody.",
      }),
      expect(below(path) || below(resolve(settings.prodRepo, entry)), {
        message: "The unit starts something outside the repository.",
        expected: `a program or entry below ${settings.prodRepo}`,
        actual: argv.join(" ") || "(no ExecStart)",
      }),
    )
  },
  hint: "Compare the unit with the field list of step 5.4.1, correct deploy/pixelwise.service on dev, push, pull on prod and run ./setup-server.sh there.",
})

/** `systemctl show` prints ExecStart as `{ path=/usr/bin/node ; argv[]=/usr/bin/node dist/main.js ; ... }`. */
function readExecStart(text: string): { path: string; argv: string[] } {
  const path = /path=(.*?) ;/.exec(text)?.[1] ?? ""
  const argv = /argv\[\]=(.*?) ;/.exec(text)?.[1]?.split(" ") ?? []
  return { path, argv }
}

function resolve(folder: string, file: string): string {
  return file.startsWith("/") ? file : `${folder}/${file}`
}
