import type { Hostile } from "./hostile.js"

/** The service is down, and a program of the student's says otherwise to whoever looks for systemctl on the PATH. */
export const fakeSystemctl: Hostile = {
  summary: "the service is stopped, and a systemctl of the student's own says that it runs",
  host: "prod",
  script: `
set -eu
systemctl stop pixelwise
cat > /usr/local/bin/systemctl <<'TEXT'
#!/bin/sh
case "$*" in
  *is-active*) echo active ;;
  *is-enabled*) echo enabled ;;
  *) printf 'Id=pixelwise.service\\nLoadState=loaded\\nActiveState=active\\nSubState=running\\nUnitFileState=enabled\\nNRestarts=0\\nMainPID=1\\n' ;;
esac
TEXT
chmod 755 /usr/local/bin/systemctl
for folder in /usr/local/sbin /home/produser/bin /home/produser/.local/bin; do
  mkdir -p "$folder"
  cp /usr/local/bin/systemctl "$folder/"
done
chown -R produser:produser /home/produser/bin /home/produser/.local
cd /home/produser
{ echo 'export PATH=/usr/local/bin:$PATH; systemctl() { /usr/local/bin/systemctl "$@"; }; export -f systemctl'; cat .bashrc; } > .bashrc.new
mv .bashrc.new .bashrc
chown produser:produser .bashrc
`,
}
