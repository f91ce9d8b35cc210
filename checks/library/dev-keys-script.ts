import { sh, type ShellText } from "../../src/engine/shell.js"

/**
 * The private keys of the account on dev as facts: `key=OFFERED MODE OWNER TYPE FINGERPRINT PATH`, `comment=FINGERPRINT COMMENT`,
 * `agentkey=TYPE FINGERPRINT`, and `sshfolder` with mode and owner. Follows `quietSsh`; `target` is the name that prod is known by.
 */
export const devKeysScript: ShellText = sh`
fact account "$(id -un)"
[ -d ~/.ssh ] && fact sshfolder "$(stat -Lc '%a %U' ~/.ssh)"
offered=$(ssh -G "$target" 2>/dev/null | sed -n 's/^identityfile //p' | sed "s#^~#$HOME#")
{ printf '%s\n' "$offered"; find ~/.ssh -maxdepth 2 -type f ! -name '*.pub'; } 2>/dev/null | awk 'NF && !seen[$0]++' | head -n 40 | while IFS= read -r file; do
  [ -f "$file" ] || continue
  # A key that sudo made cannot be read; its public half tells what it is.
  is_private "$file" || { [ ! -r "$file" ] && [ -r "$file.pub" ]; } || continue
  said=$(ssh-keygen -lf "$file" 2>/dev/null) || said=$(ssh-keygen -lf "$file.pub" 2>/dev/null) || said=
  type=$(sed -nE 's/^.*[(]([A-Z0-9-]+)[)]$/\1/p' <<<"$said")
  print=$(cut -d ' ' -f 2 <<<"$said")
  grep -qxF -- "$file" <<<"$offered" && way=offered || way=kept
  fact key "$way $(stat -Lc '%a %U' "$file") \${type:-unknown} \${print:-unknown} $file"
  [ -r "$file.pub" ] && fact comment "\${print:-unknown} $(cut -d ' ' -f 3- "$file.pub" | head -n 1)"
done
[ -n "\${SSH_AUTH_SOCK:-}" ] && timeout 3 ssh-add -l 2>/dev/null | sed -nE 's/^[0-9]+ (SHA256:[^ ]+) .*[(]([A-Z0-9-]+)[)]$/agentkey=\2 \1/p'
exit 0`
