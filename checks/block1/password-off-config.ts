import { defineCheck } from "../../src/engine/check.js"
import { passwordsOff } from "../library/password-settings.js"
import { sshServer } from "../library/sshd.js"

export default defineCheck({
  id: "b1.password-off-config",
  title: "The settings of prod's SSH server keep passwords out, for everybody",
  host: "prod",
  points: 2,
  probes: (context) => ({ server: sshServer(context) }),
  judge: ({ server }) => passwordsOff(server),
  hint: "Set `PasswordAuthentication no` in /etc/ssh/sshd_config or a file beside it; `sudo sshd -T | grep -i passwordauth` shows what holds.",
})
