import { as, type Mutant } from "../mutant.js"
import { DEV, mutant, PROD } from "./helpers.js"

/** A fault in the setup script of dev, not committed: what is run counts. */
function inScript(name: string, check: string, message: RegExp, change: string): Mutant {
  return mutant({
    name,
    check,
    message,
    host: "dev",
    break: as("user", `cd ${DEV}\n${change}`),
    repair: as("user", `cd ${DEV}\ngit checkout -q -- setup-server.sh`),
    named: [check],
  })
}

export const scriptMutants: Mutant[] = [
  inScript(
    "env-of-the-caller",
    "b6.script-dir",
    /skips steps/,
    `sed -i -e 's#^cd "$SCRIPT_DIR"#CALLER=$PWD; cd "$SCRIPT_DIR"#' -e 's#-f \\.env#-f $CALLER/.env#' -e 's#p" \\.env |#p" $CALLER/.env |#' setup-server.sh && grep -q CALLER/.env setup-server.sh`,
  ),
  inScript(
    "role-created-without-asking",
    "b6.idempotent",
    /further run of setup-server\.sh fails/,
    `echo '(cd / && sudo -u postgres psql -q -c "CREATE ROLE pixelwise")' >>setup-server.sh`,
  ),
  inScript(
    "password-on-a-command-line",
    "b6.password-hidden",
    /the password stands on a command line/,
    `printf '%s\\n' '(cd / && sudo -u postgres psql -q -c "ALTER ROLE pixelwise PASSWORD '"'\\$DB_PASSWORD'"'")' >>setup-server.sh`,
  ),
  mutant({
    name: "password-committed",
    check: "b6.password-hidden",
    message: /password of dev's database is in the Git repository/,
    host: "dev",
    break: as(
      "user",
      `cd ${DEV}\ngrep DB_PASSWORD= .env >notes.md\ngit add notes.md\ngit commit -q -m 'docs: note it'\ngit rm -q notes.md\ngit commit -q -m 'docs: drop it'`,
    ),
    repair: as(
      "user",
      `cd ${DEV}\ngit reset -q --hard HEAD~2\ngit reflog expire --expire=now --all\ngit gc -q --prune=now`,
    ),
    named: ["b6.password-hidden"],
  }),
  mutant({
    name: "script-without-schema",
    check: "b6.one-shot",
    message: /there is no table/,
    host: "prod",
    break: as(
      "produser",
      `cd ${PROD}\nsed -i 's/npm run --silent migrate/true/' setup-server.sh\ngit -c user.name=x -c user.email=x@example.org commit -q -am 'test: no schema'`,
    ),
    repair: `${as("produser", `cd ${PROD}\ngit reset -q --hard HEAD~1`)}
sleep 1; systemctl restart pixelwise; curl -s -o /dev/null --retry 40 --retry-connrefused --retry-delay 1 http://127.0.0.1:8000/health`,
    named: ["b6.one-shot"],
  }),
]
