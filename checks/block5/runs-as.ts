import { defineCheck } from "../../src/engine/check.js"
import { expectEqual } from "../../src/engine/verdict.js"
import { serviceProcess } from "../library/service-process.js"

export default defineCheck({
  id: "b5.runs-as",
  title: "The service runs as its own account, not as root",
  host: "prod",
  needs: ["b5.active"],
  probes: (context) => ({ service: serviceProcess(context) }),
  judge: ({ service }, { settings }) =>
    expectEqual("The account of the main process", service.get("owner"), settings.serviceUser),
  hint: "Set User=produser in the unit: a process that nobody needs to trust needs no root rights.",
})
