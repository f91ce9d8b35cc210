import { sh, type ShellText } from "../../src/engine/shell.js"

/** Makes Node.js and npm found where people install them beside Debian's packages: /usr/local, nvm. */
export const nodePath: ShellText = sh`
PATH=$PATH:/usr/local/bin
[ -s "$HOME/.nvm/nvm.sh" ] && . "$HOME/.nvm/nvm.sh" >/dev/null`
