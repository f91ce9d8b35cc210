import { defineCheck } from "../../src/engine/check.js"
import { token } from "../../src/engine/random.js"
import { sh } from "../../src/engine/shell.js"
import { expect, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"

const REQUESTS = 5

export default defineCheck({
  id: "b5.journal",
  title: "A request shows up in the service's journal",
  host: "prod",
  needs: ["b5.active", "b5.listening"],
  probes: ({ settings, runSeed }) => {
    const mark = token(runSeed, "journal", 16)
    return {
      journal: facts(
        "prod",
        sh`
cursor=$(journalctl -q --no-pager -n 0 --show-cursor | sed -n 's/^-- cursor: //p')
[ -n "$cursor" ] || { fact unreadable yes; exit 0; }
for attempt in $(seq 40); do
  (exec 3<>/dev/tcp/127.0.0.1/${settings.prodPort}) 2>/dev/null && break
  sleep 0.25
done
for request in $(seq ${REQUESTS}); do
  exec 3<>/dev/tcp/127.0.0.1/${settings.prodPort} || { fact refused yes; exit 0; }
  printf 'GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' ${mark} >&3
  timeout 5 cat <&3 >/dev/null
  exec 3>&-
done
for attempt in $(seq 10); do
  sleep 0.3
  text=$(journalctl -q --no-pager -o cat -a --after-cursor "$cursor" -u ${settings.unit} -n 500)
  marked=$(grep -c -F ${mark} <<<"$text")
  [ "$marked" -gt 0 ] && break
done
fact marked "$marked"
fact lines "$(grep -c . <<<"$text")"
exit 0`,
        {
          effects: `sends ${REQUESTS} requests for an unknown path to the service on prod`,
          timeoutMs: 40_000,
        },
      ),
    }
  },
  judge: ({ journal }) => {
    if (journal.has("unreadable"))
      return unobserved(
        "The journal on prod cannot be read: add the account to the group adm (`sudo usermod -aG adm $USER`, then log in again).",
      )
    if (journal.has("refused"))
      return unobserved("The service on prod did not take the request whose trace was to be found.")
    return expect(journal.number("marked") > 0 || journal.number("lines") >= REQUESTS, {
      message: "Requests leave no trace in the service's journal.",
      expected: `${REQUESTS} requests in the journal`,
      actual: `${journal.number("lines")} lines, none about them`,
    })
  },
  hint: "Log every request to standard output, unbuffered; systemd carries it into the journal.",
})
