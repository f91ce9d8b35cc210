import type { Hostile } from "./hostile.js"

/**
 * Ten gigabytes of nothing where a page of text is expected; they take no room on the disk. Sessions of the account may not take
 * more memory than a small machine has, so that a program that reads a whole line harms nobody but itself.
 */
export const hugeFile: Hostile = {
  summary: "files of 10 GB where a small one is expected",
  host: "dev",
  script: `
set -eu
echo 'user hard as 6000000' > /etc/security/limits.d/memory.conf
cd /home/user
for file in pixelwise/README.md pixelwise/.env pixelwise/.env.example pixelwise/setup-server.sh .ssh/known_hosts workshop/notes.txt; do
  [ -e "$file" ] || continue
  truncate --size=10G "$file"
  chown user:user "$file"
done
truncate --size=10G /home/user/pixelwise/server.log
chown user:user /home/user/pixelwise/server.log
`,
}
