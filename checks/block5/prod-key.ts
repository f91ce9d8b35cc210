import { defineCheck } from "../../src/engine/check.js"
import { lines, sh } from "../../src/engine/shell.js"
import { all, expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { envValueFunction } from "../library/env-file.js"

export default defineCheck({
  id: "b5.prod-key",
  title: "prod has a key of its own in a file that not everybody reads",
  host: "prod",
  points: 2,
  probes: ({ settings }) => ({
    env: facts(
      "prod",
      lines(
        envValueFunction,
        sh`
cd ${settings.prodRepo} 2>/dev/null && [ -e .env ] || exit 0
fact mode "$(stat -L -c %a .env)"
[ -r .env ] || { fact unreadable yes; exit 0; }
env_value .env SECRET_API_KEY && fact set yes
key=$value
fact length "\${#key}"
env_value .env.example SECRET_API_KEY && [ "$key" = "$value" ] && fact placeholder yes
[ "$key" = replace-me ] && fact placeholder yes
exit 0`,
      ),
    ),
  }),
  judge: ({ env }, { settings }) =>
    all(
      expect(env.has("mode"), {
        message: "prod has no .env.",
        expected: `${settings.prodRepo}/.env`,
        actual: "(none)",
      }),
      expect(!env.has("unreadable"), {
        message: "The account of the service cannot read .env on prod.",
        expected: "readable for its owner",
        actual: `mode ${env.get("mode")}`,
      }),
      expect(env.get("set") === "yes" && env.get("length") !== "0", {
        message: "prod's .env sets no SECRET_API_KEY.",
        expected: "a key",
        actual: "(empty)",
      }),
      expect(env.get("placeholder") !== "yes", {
        message: "prod still uses the placeholder of the example as its key.",
        expected: "a key of its own",
        actual: "the placeholder",
      }),
      expect((Number.parseInt(env.get("mode"), 8) & 0o007) === 0, {
        message: "prod's .env is open to every account of the host.",
        expected: "mode 600 or 640",
        actual: `mode ${env.get("mode")}`,
        hint: `On prod: \`chmod 600 ${settings.prodRepo}/.env\`.`,
      }),
    ),
  hint: "Make a key with `openssl rand -hex 32`, put it into prod's .env, and `chmod 600` the file.",
})
