import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts } from "../library/command.js"
import { envValueFunction } from "../library/env-file.js"
import { expectStatus, request } from "../library/http.js"
import { devRepository, inRepository, prodRepository } from "../library/repository.js"

const NO_KEY = "90"

export default defineCheck({
  id: "b6.catchup",
  title: "dev and prod stand on v0.4: history, key and running service",
  host: "dev",
  optional: true,
  needs: ["b5.active"],
  probes: (context) => ({
    dev: devRepository(context),
    prod: prodRepository(context),
    // Compared on prod itself: only yes or no leaves it.
    key: facts(
      "prod",
      lines(
        envValueFunction,
        sh`
env_value ${`${context.settings.prodRepo}/.env`} SECRET_API_KEY && [ -n "$value" ] || { fact exit ${NO_KEY}; exit 0; }
file=$value
pid=$(systemctl show ${`${context.settings.unit}.service`} -p MainPID --value)
if [ "\${pid:-0}" -gt 1 ] && process=$(tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | sed -n 's/^SECRET_API_KEY=//p' | head -n 1) && [ -n "$process" ]; then
  if [ "$process" = "$file" ]; then fact same yes; else fact same no; fi
fi
value= file= process=
exit 0`,
      ),
    ),
    health: request("dev", `http://${context.settings.prodAddress}:${context.settings.prodPort}/health`, {
      timeoutMs: 5000,
    }),
  }),
  judge: ({ dev, prod, key, health }) =>
    inRepository(dev, () =>
      inRepository(prod, () =>
        all(
          ...(
            [
              ["dev", dev],
              ["prod", prod],
            ] as const
          ).map(([host, repository]) =>
            expect(repository.tags.get("v0.4")?.inHead === true, {
              message: `The history on ${host} does not contain the tag v0.4.`,
              expected: "v0.4 in the history of HEAD",
              actual: repository.tags.has("v0.4") ? "v0.4 exists, but not in this history" : "no tag v0.4",
              hint: "`git fetch --tags`, then bring main to it.",
            }),
          ),
          expect(key.get("exit") !== NO_KEY, {
            message: "prod's .env sets no SECRET_API_KEY.",
            expected: "a key",
            actual: "(none)",
          }),
          expect(key.get("same") !== "no", {
            message: "The service on prod still runs with another key than .env names.",
            expected: "the key of .env",
            actual: "an older one",
            hint: "A running process keeps what it was started with: `sudo systemctl restart pixelwise`.",
          }),
          expectStatus("GET /health of prod, asked from dev,", health, 200),
        ),
      ),
    ),
  hint: "Reset both to v0.4, complete .env (never overwrite it), install the pins, run ./setup-server.sh, restart.",
})
