/**
 * What a student would have typed to bring hosts to the end of a block, as bash texts. Values come in through the environment
 * lines on standard input, never through the text: some of them are secrets.
 */
export const PRELUDE = `
set -euo pipefail
# Values arrive as NAME=BASE64 lines.
while IFS='=' read -r name value; do printf -v "$name" '%s' "$(printf %s "$value" | base64 -d)"; done
`

/** dev, user: leaves what standard input brings in a file. */
export const DEV_BUNDLE = `
set -euo pipefail
cat > /tmp/pixelwise.bundle
`

/** Any host, root: lets the student's setup script use sudo while nobody is there to type the password. */
export const SUDO_OPEN = `
set -euo pipefail
umask 337
printf '%s ALL=(ALL) NOPASSWD: ALL\\n' "$(getent passwd 1000 | cut -d: -f1)" > /etc/sudoers.d/zz-provisioning
`
export const SUDO_CLOSE = `rm -f /etc/sudoers.d/zz-provisioning`
