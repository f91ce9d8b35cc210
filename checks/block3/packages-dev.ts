import { defineCheck } from "../../src/engine/check.js"
import { judgePackages, systemPackages } from "../library/system-packages.js"

export default defineCheck({
  id: "b3.packages-dev",
  title: "The packages of the setup script are installed on dev",
  host: "dev",
  needs: ["b3.script-root"],
  probes: (context) => ({ packages: systemPackages(context, "dev") }),
  judge: ({ packages }, context) => judgePackages("dev", packages, context),
  hint: "The script was written and perhaps never run: `./setup-server.sh`.",
})
