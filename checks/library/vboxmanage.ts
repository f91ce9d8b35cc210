import { sh, type ShellText } from "../../src/engine/shell.js"

/**
 * Defines `vbox`, VirtualBox's command line with its output's line ends evened out, as the person who runs course. It is looked for on
 * the usual paths and where its installers put it on macOS and Windows (seen from WSL, Git Bash or Cygwin); `there` is its path, empty
 * when there is none.
 */
export const vboxManage: ShellText = sh`
PATH=$PATH:/usr/local/bin:/opt/homebrew/bin:$HOME/bin:$HOME/.local/bin:/Applications/VirtualBox.app/Contents/MacOS
there=$(command -v VBoxManage || command -v VBoxManage.exe)
for drive in /mnt/c /c /cygdrive/c; do
  file="$drive/Program Files/Oracle/VirtualBox/VBoxManage.exe"
  [ -z "$there" ] && [ -x "$file" ] && there=$file
done
vbox() { local status; "$there" "$@" 2>&1 </dev/null | tr -d '\r'; status=\${PIPESTATUS[0]}; return "$status"; }`
