import type { Hostile } from "./hostile.js"

/**
 * Names and texts that act on a terminal or in a spreadsheet: window title, cleared screen, a link, a formula. The host's name is set by the
 * system call itself, since the program for it refuses such names.
 */
export const escapeSequences: Hostile = {
  summary: "escape sequences and formulas in the host's name, commits, files and units",
  host: "dev",
  script: `
set -eu
evil=$(printf '=HYPERLINK("http://evil.example","1")\\033[2J\\033]0;owned\\007\\033]8;;http://evil.example\\033\\\\')
case $(uname -m) in x86_64) call=170 ;; *) call=161 ;; esac
perl -e '$name = substr($ARGV[1], 0, 64); syscall($ARGV[0] + 0, $name, length $name) == 0 or die "sethostname: $!\\n"' "$call" "$evil"
printf '%s\\n' "$evil" > /etc/hostname
cd /home/user/pixelwise
runuser -u user -- git config user.name "$evil"
printf '%s\\n<script>alert(1)</script>\\n' "$evil" >> README.md
runuser -u user -- git commit --quiet --all --message "$evil"
printf '%s\\n' "$evil" >> .env
usermod --comment 'Formula =1+1 @SUM(A1)' user
`,
}
