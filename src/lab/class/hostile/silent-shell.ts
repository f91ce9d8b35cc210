import type { Hostile } from "./hostile.js"

/** The login succeeds and the shell says nothing, ever. */
export const silentShell: Hostile = {
  summary: "the login shell never answers",
  host: "dev",
  script: `
set -eu
printf '#!/bin/sh\\nexec sleep infinity\\n' > /usr/local/bin/silent
chmod 755 /usr/local/bin/silent
usermod --shell /usr/local/bin/silent user
`,
}
