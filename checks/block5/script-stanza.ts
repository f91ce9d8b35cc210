import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { devRepository, onRemote } from "../library/repository.js"

/** What the stanza has to do, in any spelling; that it works is shown by the checks of step 5.4.6. */
const PARTS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["copies the unit to /etc/systemd/system", /\/(etc|usr\/local\/lib|usr\/lib|lib)\/systemd\/system|systemctl\s+link/],
  ["reloads systemd (daemon-reload)", /\bdaemon-reload\b|systemctl\s+link/],
  ["enables the unit", /systemctl\b.*\b(enable|reenable)\b/],
  [
    "starts or restarts the unit",
    /systemctl\b.*\b(restart|start|try-restart|reload-or-restart)\b|enable\s+--now|--now\s+enable/,
  ],
  ["runs only where the account of the service exists", /\b(id|getent)\b/],
]

export default defineCheck({
  id: "b5.script-stanza",
  title: "The pushed setup script installs, enables and starts the unit",
  host: "dev",
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }, { settings }) =>
    onRemote(repository, () => {
      const script = repository.remoteScript ?? []
      const missing = PARTS.filter(([, pattern]) => !script.some((line) => pattern.test(line))).map(([what]) => what)
      return all(
        expect(repository.remoteScript !== undefined, {
          message: "The remote's main has no setup-server.sh.",
          expected: "setup-server.sh on the remote",
          actual: "(none)",
        }),
        expect(
          script.some((line) => line.includes(`${settings.unit}.service`) || /\.service\b/.test(line)),
          {
            message: "The pushed setup script does not mention the unit.",
            expected: `a stanza for ${settings.unit}.service`,
            actual: "(none)",
            hint: "You may have forgotten to `git add setup-server.sh`: prod pulls what is pushed.",
          },
        ),
        expect(missing.length === 0, {
          message: `The pushed setup script lacks a part: it never ${missing.join(", nor ")}.`,
          expected: PARTS.map(([what]) => what).join("; "),
          actual: `without: ${missing.join("; ")}`,
        }),
      )
    }),
  hint: "Append the stanza on dev, commit setup-server.sh with the unit, and push both.",
})
