import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { unitFileOnDev } from "../library/unit-file.js"

export default defineCheck({
  id: "b5.unit-tracked",
  title: "The unit file is in the repository and systemd accepts it",
  host: "dev",
  probes: (context) => ({ unit: unitFileOnDev(context) }),
  judge: ({ unit }, { settings }) =>
    all(
      expect(unit.has("path"), {
        message: "The repository on dev holds no unit file.",
        expected: `deploy/${settings.unit}.service, committed`,
        actual: "(none)",
      }),
      expect(unit.all("complaint").length === 0, {
        message: "systemd-analyze verify complains about the unit file.",
        expected: "no complaint",
        actual: unit.all("complaint")[0] ?? "",
        excerpt: unit.all("complaint").join("\n"),
      }),
    ),
  hint: "Write deploy/pixelwise.service on dev, prove it with `systemd-analyze verify`, and commit it; the setup script carries it to prod.",
})
