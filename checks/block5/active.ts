import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { serviceProcess } from "../library/service-process.js"

export default defineCheck({
  id: "b5.active",
  title: "The service runs under systemd, and keeps running",
  host: "prod",
  points: 3,
  probes: (context) => ({ service: serviceProcess(context) }),
  judge: ({ service }, { settings }) => {
    if (service.get("load") === "not-found") return consequenceOf("b5.unit-installed")
    const state = `${service.get("active")} (${service.get("sub")})`
    const excerpt = service.all("log").join("\n")
    const [other] = service.all("listener")
    const crashing =
      service.get("restarts") !== service.get("restartsbefore") ||
      (service.get("active") !== "active" && service.get("sub") === "auto-restart")
    const foreign = service.has("listens") && !service.has("ours")
    return all(
      expect(!crashing, {
        message: "The service crashes and is started again and again.",
        expected: "active (running), without restarts",
        actual: `${state}, ${service.get("restarts")} restarts, last exit status ${service.get("exitstatus")}`,
        excerpt,
        hint: `Read why it ends: \`journalctl -u ${settings.unit} -n 30 --no-pager\`.`,
      }),
      expect(service.get("active") === "active" || !foreign, {
        message: `Something else holds port ${settings.prodPort}: the service was started by hand and not by systemd.`,
        expected: "active (running)",
        actual: `${state}; on the port: ${other ?? "a process of another account"}`,
        hint: `End the process that holds the port and start the unit: \`sudo systemctl start ${settings.unit}\`.`,
      }),
      expect(service.get("active") !== "failed", {
        message: "The service has failed.",
        expected: "active (running)",
        actual: `${state}, ${service.get("result")}, exit status ${service.get("exitstatus")}`,
        excerpt,
        hint: `The journal says why: \`journalctl -u ${settings.unit} -n 30 --no-pager\`.`,
      }),
      expect(service.get("active") === "active" && service.get("sub") === "running", {
        message: "The service is not running.",
        expected: "active (running)",
        actual: state,
        excerpt,
      }),
    )
  },
  hint: "On prod: `sudo systemctl start pixelwise`, then `systemctl status --no-pager pixelwise`.",
})
