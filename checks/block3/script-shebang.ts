import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { setupScript, withScript } from "../library/setup-script.js"

export default defineCheck({
  id: "b3.script-shebang",
  title: "The first line of setup-server.sh names bash",
  host: "dev",
  needs: ["b3.script-root"],
  probes: (context) => ({ script: setupScript(context) }),
  judge: ({ script }) =>
    withScript(script, () => {
      const line = script.get("shebang")
      return all(
        expect(line.startsWith("#!"), {
          message: "setup-server.sh does not say what runs it.",
          expected: "#!/usr/bin/env bash",
          actual: line,
          hint: "Without `#!/usr/bin/env bash` as the very first line another shell may run it, to which `pipefail` means nothing.",
        }),
        expect(!script.has("crlf"), {
          message: "The first line of setup-server.sh ends in a carriage return.",
          expected: "line ends of Unix",
          actual: `${line}\\r`,
          hint: "An editor of Windows wrote it: `sed -i 's/\\r$//' setup-server.sh`.",
        }),
        expect(/^#!\s*(\/usr)?(\/local)?\/bin\/(env\s+(-S\s*)?)?bash(\s|$)/.test(line), {
          message: "setup-server.sh is run by something else than bash.",
          expected: "#!/usr/bin/env bash",
          actual: line,
          hint: "Debian's and Ubuntu's `sh` is dash: change the first line to `#!/usr/bin/env bash`.",
        }),
      )
    }),
  hint: "Begin the script with the line `#!/usr/bin/env bash`.",
})
